-- Seconds of talk that packages grant to a destination group for a period. As with money: held before they are used, used
-- in the transaction that settles the call. Every function takes the account's row lock first, as the ledger's do.

create table allowance (
  id                uuid primary key,
  account_id        bigint not null references account,
  destination_group text not null check (destination_group <> ''),
  starts_at         timestamptz(3) not null,
  ends_at           timestamptz(3) not null,
  granted_s         bigint not null check (granted_s > 0),
  -- Caches of what allowance_use and allowance_hold sum up to. Usage is a fact and may exceed the grant when a hold was lost.
  used_s            bigint not null default 0 check (used_s >= 0),
  held_s            bigint not null default 0 check (held_s >= 0),
  reference         text not null default '',
  created_at        timestamptz(3) not null default now(),
  check (ends_at > starts_at)
) with (fillfactor = 60);
comment on column allowance.destination_group is 'the rates'' destination group; * is any';
create index allowance_account on allowance (account_id, ends_at);

create table allowance_hold (
  call_id      uuid not null,
  allowance_id uuid not null references allowance,
  account_id   bigint not null,
  seconds      bigint not null check (seconds >= 0),
  expires_at   timestamptz(3) not null,
  primary key (call_id, allowance_id)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create table allowance_use (
  call_id      uuid not null,
  allowance_id uuid not null references allowance,
  seconds      bigint not null check (seconds > 0),
  at           timestamptz(3) not null default now(),
  primary key (call_id, allowance_id)
);
create trigger allowance_use_append_only before update or delete or truncate on allowance_use
  for each statement execute function refuse_change();
alter table allowance_use enable always trigger allowance_use_append_only;

-- Codes as the ledger's: 0 done (note "repeated" when it was there), 2 no such account, 6 id reused.
create function allowance_grant(
  p_user text, p_id uuid, p_group text, p_starts timestamptz, p_ends timestamptz, p_seconds bigint, p_reference text)
returns ledger_result language plpgsql as $$
declare
  v_account bigint;
  v_first allowance;
begin
  select id into v_account from account where username = p_user and kind = 'USER' for no key update;
  if not found then return (2, 0, 0, null)::ledger_result; end if;
  insert into allowance (id, account_id, destination_group, starts_at, ends_at, granted_s, reference)
    values (p_id, v_account, p_group, p_starts, p_ends, p_seconds, p_reference) on conflict (id) do nothing;
  if found then return (0, p_seconds, 0, null)::ledger_result; end if;
  select * into v_first from allowance where id = p_id;
  if v_first.account_id <> v_account or v_first.destination_group <> p_group or v_first.granted_s <> p_seconds
      or v_first.starts_at <> p_starts::timestamptz(3) or v_first.ends_at <> p_ends::timestamptz(3) then
    return (6, 0, 0, null)::ledger_result;
  end if;
  return (0, p_seconds, 0, 'repeated')::ledger_result;
end $$;

-- Raises the seconds that are held for a call to p_total, or to as many as there are; never lowers them. What ends first
-- is taken first. Answers with what is held and what is left for others.
create function allowance_reserve(p_user text, p_call uuid, p_total bigint, p_group text, p_ttl_ms bigint)
returns ledger_result language plpgsql as $$
declare
  a record;
  r record;
  v_held bigint;
  v_take bigint;
  v_left bigint := 0;
  v_expires timestamptz(3) := now() + p_ttl_ms * interval '1 millisecond';
begin
  if p_total < 0 then raise exception 'a hold cannot be negative' using errcode = 'TG003'; end if;
  select id, status into a from account where username = p_user and kind = 'USER' for no key update;
  if not found then return (2, 0, 0, null)::ledger_result; end if;
  if exists (select from allowance_hold where call_id = p_call and account_id <> a.id) then
    raise exception 'call % is held by another account', p_call using errcode = 'TG003';
  end if;
  select coalesce(sum(seconds), -1) into v_held from allowance_hold where call_id = p_call;
  if v_held < 0 then
    if exists (select from cdr where id = p_call) then return (4, 0, 0, null)::ledger_result; end if;
    v_held := 0;
  else
    update allowance_hold set expires_at = v_expires where call_id = p_call;
  end if;
  if a.status <> 'ACTIVE' then return (3, v_held, 0, a.status)::ledger_result; end if;
  for r in select id, granted_s - used_s - held_s as room from allowance
      where account_id = a.id and destination_group in (p_group, '*') and starts_at <= now() and ends_at > now()
        and granted_s - used_s - held_s > 0
      order by ends_at, id for no key update loop
    v_take := least(r.room, greatest(p_total - v_held, 0));
    if v_take > 0 then
      insert into allowance_hold as h (call_id, allowance_id, account_id, seconds, expires_at)
        values (p_call, r.id, a.id, v_take, v_expires)
        on conflict (call_id, allowance_id) do update set seconds = h.seconds + v_take;
      update allowance set held_s = held_s + v_take where id = r.id;
      v_held := v_held + v_take;
    end if;
    v_left := v_left + r.room - v_take;
  end loop;
  return (0, v_held, v_left, null)::ledger_result;
end $$;

-- Uses p_seconds of what a call holds and frees the rest. What it does not hold (any more) is taken from what is left, and
-- at the very last from the one that was touched last, beyond its grant.
create function allowance_settle(p_account bigint, p_call uuid, p_group text, p_seconds bigint)
returns void language plpgsql as $$
declare
  r record;
  v_missing bigint := p_seconds;
  v_take bigint;
  v_last uuid;
  v_taken jsonb := '{}';
begin
  for r in select a.id, coalesce(h.seconds, 0) as held, greatest(a.granted_s - a.used_s - a.held_s, 0) as room
      from allowance a left join allowance_hold h on h.call_id = p_call and h.allowance_id = a.id
      where a.account_id = p_account and (h.call_id is not null
        or (p_seconds > 0 and a.destination_group in (p_group, '*') and a.starts_at <= now() and a.ends_at > now()))
      order by h.call_id is null, a.ends_at, a.id for no key update of a loop
    v_take := least(v_missing, r.held + r.room);
    v_missing := v_missing - v_take;
    update allowance set held_s = held_s - r.held, used_s = used_s + v_take where id = r.id;
    if v_take > 0 then v_taken := v_taken || jsonb_build_object(r.id::text, v_take); end if;
    v_last := r.id;
  end loop;
  if v_missing > 0 and v_last is not null then
    update allowance set used_s = used_s + v_missing where id = v_last;
    v_taken := v_taken || jsonb_build_object(v_last::text, coalesce((v_taken ->> v_last::text)::bigint, 0) + v_missing);
  end if;
  insert into allowance_use (call_id, allowance_id, seconds)
    select p_call, key::uuid, value::bigint from jsonb_each_text(v_taken);
  delete from allowance_hold where call_id = p_call;
end $$;

-- Frees expired seconds of calls that nobody journals, as ledger_sweep does with money.
create function allowance_sweep(p_max int) returns int language plpgsql set enable_seqscan = off as $$
declare
  v_calls uuid[];
  v_accounts bigint[];
  v_count int;
begin
  select array_agg(call_id), array_agg(distinct account_id) into v_calls, v_accounts from (
    select h.call_id, h.account_id from allowance_hold h
      where h.expires_at < now() and not exists (select from call_journal j where j.call_id = h.call_id)
      limit p_max) x;
  if v_calls is null then return 0; end if;
  perform from account where id = any (v_accounts) order by id for no key update;
  with gone as (
    delete from allowance_hold h where h.call_id = any (v_calls) and h.expires_at < now()
      and not exists (select from call_journal j where j.call_id = h.call_id)
      returning h.allowance_id, h.seconds),
  freed as (
    update allowance a set held_s = a.held_s - s.total
      from (select allowance_id, sum(seconds)::bigint as total from gone group by allowance_id) s where a.id = s.allowance_id)
  select count(*) into v_count from gone;
  return v_count;
end $$;

create view allowance_problem as
  select 'allowance ' || a.id || ' has ' || a.used_s || ' s used, its calls sum to ' || coalesce(u.total, 0) as problem
    from allowance a left join (select allowance_id, sum(seconds) as total from allowance_use group by allowance_id) u
      on u.allowance_id = a.id
    where a.used_s <> coalesce(u.total, 0)
  union all
  select 'allowance ' || a.id || ' has ' || a.held_s || ' s held, its holds sum to ' || coalesce(h.total, 0)
    from allowance a left join (select allowance_id, sum(seconds) as total from allowance_hold group by allowance_id) h
      on h.allowance_id = a.id
    where a.held_s <> coalesce(h.total, 0)
  union all
  select 'settled call ' || h.call_id || ' still holds seconds' from allowance_hold h join cdr c on c.id = h.call_id;

-- As in V20, and uses or frees the call's seconds. bundle_seconds and bundle_group say how many and of which group.
create or replace function ledger_settle(p_user text, p_call uuid, p_cdr jsonb) returns ledger_result language plpgsql as $$
declare
  a record;
  c cdr;
  v_first record;
  v_held bigint;
  v_seconds bigint := coalesce((p_cdr ->> 'bundle_seconds')::bigint, 0);
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
  if v_seconds > 0 or exists (select from allowance_hold where call_id = p_call) then
    perform allowance_settle(a.id, p_call, p_cdr ->> 'bundle_group', v_seconds);
  end if;
  if c.cost_micros <> 0 or v_seconds > 0 or coalesce((p_cdr ->> 'carrier_cost_micros')::bigint, 0) <> 0 then
    perform ledger_book(a.id, a.currency, v_held, p_call, 'CALL', coalesce(c.number, c.dialled),
      coalesce(c.destination, ''), 'gateway', -c.cost_micros, 'revenue', p_cdr);
  elsif v_held <> 0 then
    update account set reserved_micros = reserved_micros - v_held where id = a.id;
  end if;
  delete from call_journal where call_id = p_call;
  return (0, c.cost_micros, a.available + v_held - c.cost_micros, null)::ledger_result;
end $$;

-- Commits are synchronous whatever the session's default is: said in the transaction, as a session is not the writer's
-- own behind a pooler.
create or replace function ledger_batch(
  p_kind int[], p_user text[], p_id uuid[], p_amount bigint[], p_currency text[], p_ttl_ms bigint[], p_body jsonb[])
returns setof ledger_result language plpgsql set enable_seqscan = off as $$
begin
  perform set_config('synchronous_commit', 'on', true);
  perform from account where username = any (p_user) order by id for no key update;
  for i in 1 .. cardinality(p_kind) loop
    return next case p_kind[i]
      when 1 then ledger_hold(p_user[i], p_id[i], p_amount[i], p_currency[i], p_ttl_ms[i])
      when 2 then ledger_settle(p_user[i], p_id[i], p_body[i])
      when 3 then ledger_credit(p_user[i], p_id[i], p_amount[i], p_currency[i], p_body[i])
      when 4 then allowance_reserve(p_user[i], p_id[i], p_amount[i], p_currency[i], p_ttl_ms[i])
    end;
  end loop;
end $$;
