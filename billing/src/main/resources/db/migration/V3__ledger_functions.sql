-- The hot path: one round trip per batch of operations. Each function takes the account's row lock first, under which
-- no races are left. Codes: 0 done, 1 exceeds credit, 2 no such account, 3 account closed, 4 already settled,
-- 5 currency mismatch, 6 transfer id reused. TG003 is raised for what a correct caller never sends.

create type ledger_result as (code int, amount bigint, available bigint, note text);

create function house_account(p_name text, p_currency text) returns bigint language plpgsql as $$
declare
  v_username text := 'house:' || p_name || ':' || p_currency;
  v_id bigint;
begin
  select id into v_id from account where username = v_username;
  if not found then
    insert into account (username, kind, currency) values (v_username, 'HOUSE', p_currency) on conflict do nothing;
    select id into v_id from account where username = v_username;
  end if;
  return v_id;
end $$;

-- Raises what is held for a call to p_total; never lowers it, so a replay is harmless and a lost hold heals itself.
-- When the credit does not suffice, what was held before stays.
create function ledger_hold(p_user text, p_call uuid, p_total bigint, p_currency text, p_ttl_ms bigint)
returns ledger_result language plpgsql as $$
declare
  a record;
  r record;
  v_held bigint := 0;
  v_delta bigint;
begin
  if p_total < 0 then raise exception 'a hold cannot be negative' using errcode = 'TG003'; end if;
  select id, status, currency, balance_micros + credit_limit_micros - reserved_micros as available into a
    from account where username = p_user and kind = 'USER' for no key update;
  if not found then return (2, 0, 0, null)::ledger_result; end if;
  select account_id, amount_micros into r from reservation where call_id = p_call for update;
  if found then
    if r.account_id <> a.id then raise exception 'call % is held by another account', p_call using errcode = 'TG003'; end if;
    v_held := r.amount_micros;
  elsif exists (select from cdr where id = p_call) then
    return (4, 0, a.available, null)::ledger_result;
  end if;
  if a.currency <> p_currency then return (5, 0, a.available, a.currency)::ledger_result; end if;
  if a.status <> 'ACTIVE' then return (3, 0, a.available, a.status)::ledger_result; end if;
  v_delta := greatest(p_total - v_held, 0);
  if v_delta > 0 and v_delta > a.available then return (1, v_held, a.available, null)::ledger_result; end if;
  insert into reservation (call_id, account_id, amount_micros, expires_at)
    values (p_call, a.id, p_total, now() + p_ttl_ms * interval '1 millisecond')
    on conflict (call_id) do update
      set amount_micros = reservation.amount_micros + v_delta, expires_at = excluded.expires_at;
  if v_delta > 0 then update account set reserved_micros = reserved_micros + v_delta where id = a.id; end if;
  return (0, v_held + v_delta, a.available - v_delta, null)::ledger_result;
end $$;

-- Writes the CDR, books its cost, voids what remains held, closes the journal: all or nothing, and once. Books even when
-- the hold was swept or lost, and when the account has been closed meanwhile: usage is a fact.
create function ledger_settle(p_user text, p_call uuid, p_cdr jsonb) returns ledger_result language plpgsql as $$
declare
  a record;
  c cdr;
  v_first record;
  v_held bigint;
begin
  select id, currency, balance_micros + credit_limit_micros - reserved_micros as available into a
    from account where username = p_user and kind = 'USER' for no key update;
  if not found then return (2, 0, 0, null)::ledger_result; end if;
  c := jsonb_populate_record(null::cdr, p_cdr);
  c.id := p_call;
  c.account_id := a.id;
  c.username := p_user;
  c.recorded_at := now();
  if c.cost_micros <> 0 and c.currency is distinct from a.currency
      and not exists (select from cdr where id = p_call) then
    return (5, 0, a.available, a.currency)::ledger_result;
  end if;
  insert into cdr select (c).* on conflict (id) do nothing;
  if not found then
    select account_id, cost_micros into v_first from cdr where id = p_call;
    if v_first.account_id is distinct from a.id then
      raise exception 'call % belongs to another account', p_call using errcode = 'TG003';
    end if;
    delete from call_journal where call_id = p_call;
    return (0, v_first.cost_micros, a.available, 'repeated')::ledger_result;
  end if;
  delete from reservation where call_id = p_call and account_id = a.id returning amount_micros into v_held;
  v_held := coalesce(v_held, 0);
  if v_held <> 0 or c.cost_micros <> 0 then
    update account set reserved_micros = reserved_micros - v_held, balance_micros = balance_micros - c.cost_micros
      where id = a.id;
  end if;
  if c.cost_micros <> 0 then
    insert into transfer (id, kind, reference, reason, actor)
      values (p_call, 'CALL', coalesce(c.number, c.dialled), coalesce(c.destination, ''), 'gateway');
    insert into entry (account_id, transfer_id, amount_micros, currency)
      select x.account_id, p_call, x.amount, a.currency
      from (values (a.id, -c.cost_micros),
                   (house_account('revenue', a.currency), c.cost_micros - c.tax_micros),
                   (case when c.tax_micros <> 0 then house_account('tax', a.currency) end, c.tax_micros))
        as x (account_id, amount)
      where x.amount <> 0;
  end if;
  delete from call_journal where call_id = p_call;
  return (0, c.cost_micros, a.available + v_held - c.cost_micros, null)::ledger_result;
end $$;

-- Any other movement between a user and the house: top-up, correction, promotion, refund, rental. A negative amount debits.
create function ledger_credit(p_user text, p_id uuid, p_amount bigint, p_currency text, p_body jsonb)
returns ledger_result language plpgsql as $$
declare
  a record;
  v_first record;
begin
  select id, status, currency, balance_micros + credit_limit_micros - reserved_micros as available into a
    from account where username = p_user and kind = 'USER' for no key update;
  if not found then return (2, 0, 0, null)::ledger_result; end if;
  select t.kind, e.amount_micros into v_first
    from transfer t left join entry e on e.transfer_id = t.id and e.account_id = a.id where t.id = p_id;
  if found then
    if v_first.kind <> p_body ->> 'kind' or v_first.amount_micros is distinct from p_amount then
      return (6, 0, a.available, null)::ledger_result;
    end if;
    return (0, p_amount, a.available, 'repeated')::ledger_result;
  end if;
  if a.currency <> p_currency then return (5, 0, a.available, a.currency)::ledger_result; end if;
  if a.status = 'CLOSED' then return (3, 0, a.available, a.status)::ledger_result; end if;
  insert into transfer (id, kind, reference, reason, actor)
    values (p_id, p_body ->> 'kind', p_body ->> 'reference', p_body ->> 'reason', p_body ->> 'actor');
  insert into entry (account_id, transfer_id, amount_micros, currency)
    values (a.id, p_id, p_amount, a.currency),
           (house_account(p_body ->> 'house', a.currency), p_id, -p_amount, a.currency);
  update account set balance_micros = balance_micros + p_amount where id = a.id;
  return (0, p_amount, a.available + p_amount, null)::ledger_result;
end $$;

-- A loop keeps sequential semantics and is faster than one set-based statement. Sequential scans are off because plans
-- cached while cdr or reservation is tiny would scan them for ever.
create function ledger_batch(
  p_kind int[], p_user text[], p_id uuid[], p_amount bigint[], p_currency text[], p_ttl_ms bigint[], p_body jsonb[])
returns setof ledger_result language plpgsql set enable_seqscan = off as $$
begin
  perform from account where username = any (p_user) order by id for no key update;
  for i in 1 .. cardinality(p_kind) loop
    return next case p_kind[i]
      when 1 then ledger_hold(p_user[i], p_id[i], p_amount[i], p_currency[i], p_ttl_ms[i])
      when 2 then ledger_settle(p_user[i], p_id[i], p_body[i])
      when 3 then ledger_credit(p_user[i], p_id[i], p_amount[i], p_currency[i], p_body[i])
    end;
  end loop;
end $$;

-- Voids expired reservations of calls that nobody journals. A journalled call is either live or awaits its recovery,
-- which settles it.
create function ledger_sweep(p_max int) returns int language plpgsql set enable_seqscan = off as $$
declare
  v_calls uuid[];
  v_accounts bigint[];
  v_count int;
begin
  select array_agg(call_id), array_agg(distinct account_id) into v_calls, v_accounts from (
    select r.call_id, r.account_id from reservation r
      where r.expires_at < now() and not exists (select from call_journal j where j.call_id = r.call_id)
      limit p_max) x;
  if v_calls is null then return 0; end if;
  perform from account where id = any (v_accounts) order by id for no key update;
  with gone as (
    delete from reservation r where r.call_id = any (v_calls) and r.expires_at < now()
      and not exists (select from call_journal j where j.call_id = r.call_id)
      returning r.account_id, r.amount_micros),
  freed as (
    update account a set reserved_micros = a.reserved_micros - s.total
      from (select account_id, sum(amount_micros)::bigint as total from gone group by account_id) s
      where a.id = s.account_id)
  select count(*) into v_count from gone;
  return v_count;
end $$;

-- Rows locked by somebody else are being settled: waiting for them could deadlock, and touching them is pointless.
create function journal_touch(p_instance uuid, p_call uuid[], p_media timestamptz[], p_talk_ms bigint[])
returns int language plpgsql set enable_seqscan = off as $$
declare
  v_count int;
begin
  with heard as (
    select j.call_id, h.media, h.talk
      from call_journal j join unnest(p_call, p_media, p_talk_ms) as h (call_id, media, talk) using (call_id)
      where j.instance = p_instance for no key update of j skip locked)
  update call_journal j
    set last_media_at = greatest(j.last_media_at, heard.media), talk_ms = greatest(j.talk_ms, heard.talk)
    from heard where j.call_id = heard.call_id;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- What must never have a row. One statement, so one snapshot: it may be read under load.
create view ledger_problem as
  select 'balance of ' || a.username || ' is ' || a.balance_micros || ', its entries sum to ' || coalesce(e.total, 0) as problem
    from account a left join (select account_id, sum(amount_micros) as total from entry group by account_id) e
      on e.account_id = a.id
    where a.kind = 'USER' and a.balance_micros <> coalesce(e.total, 0)
  union all
  select 'entries in ' || currency || ' sum to ' || sum(amount_micros) from entry group by currency
    having sum(amount_micros) <> 0
  union all
  select 'transfer ' || transfer_id || ' is out of balance by ' || sum(amount_micros) from entry
    group by transfer_id, currency having sum(amount_micros) <> 0
  union all
  select 'account ' || a.username || ' has ' || a.reserved_micros || ' reserved, its reservations sum to '
      || coalesce(r.total, 0)
    from account a left join (select account_id, sum(amount_micros) as total from reservation group by account_id) r
      on r.account_id = a.id
    where a.reserved_micros <> coalesce(r.total, 0)
  union all
  select 'entry ' || e.id || ' names account ' || e.account_id || ', which is not there or has another currency'
    from entry e left join account a on a.id = e.account_id where a.id is null or a.currency <> e.currency
  union all
  select 'call ' || c.id || ' costs ' || c.cost_micros || ', booked were ' || coalesce(-e.amount_micros, 0)
    from cdr c left join entry e on e.transfer_id = c.id and e.account_id = c.account_id
    where c.cost_micros <> coalesce(-e.amount_micros, 0)
  union all
  select 'transfer ' || t.id || ' charges a call without a CDR'
    from transfer t left join cdr c on c.id = t.id where t.kind = 'CALL' and c.id is null
  union all
  select 'transfer ' || t.id || ' has no entries'
    from transfer t where not exists (select from entry e where e.transfer_id = t.id)
  union all
  select 'settled call ' || r.call_id || ' still holds money' from reservation r join cdr c on c.id = r.call_id;
