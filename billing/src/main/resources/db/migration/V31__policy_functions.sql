-- Each function locks the account's row first: the counters that it returns are those that no other call can change before
-- this transaction ends. A call is put on the books together with the reading of the counters, so that of two calls at once
-- the second sees the first. Codes: 0 done, 2 no such account, 3 account suspended or closed, 4 no such call.

create type policy_counters as (
  code int, live_calls int, new_destinations int, known boolean, short_calls int,
  spent_today bigint, spent_month bigint, committed bigint, usual_day bigint);

-- Books what has become of calls since the last look, once; forgets those that never came to be. The account is locked.
create function policy_fold(p_account bigint) returns void language plpgsql set enable_seqscan = off as $$
begin
  with done as (
    select a.call_id, c.cost_micros, c.ended_at, case when c.answered_at is not null then c.talk_ms end as talk_ms
      from policy_call a join cdr c on c.id = a.call_id where a.account_id = p_account and not a.over),
  marked as (
    update policy_call a set over = true, talk_ms = done.talk_ms from done where a.call_id = done.call_id)
  insert into account_spend (account_id, day, spent_micros)
    select p_account, (ended_at at time zone 'UTC')::date, sum(cost_micros)::bigint from done where cost_micros > 0 group by 2
    on conflict (account_id, day) do update set spent_micros = account_spend.spent_micros + excluded.spent_micros;
  delete from policy_call a where a.account_id = p_account
    and (a.over and a.started_at < now() - interval '1 day'
      or not a.over and a.started_at < now() - interval '1 minute'
        and not exists (select from call_journal j where j.call_id = a.call_id)
        and not exists (select from cdr c where c.id = a.call_id));
end $$;

-- What an account has done, the call p_call not included. The account is locked and folded.
create function policy_count(p_account bigint, p_call uuid, p_number text, p_short_ms bigint)
returns policy_counters language sql stable set enable_seqscan = off as $$
  select 0,
    (select count(*)::int from policy_call where account_id = p_account and not over and call_id is distinct from p_call),
    (select count(*)::int from account_destination
      where account_id = p_account and first_at > now() - interval '1 hour' and first_call is distinct from p_call),
    exists (select from account_destination
      where account_id = p_account and number = p_number and first_call is distinct from p_call),
    (select count(*)::int from policy_call where account_id = p_account and over and talk_ms < p_short_ms
      and started_at > now() - interval '10 minutes'),
    coalesce((select spent_micros from account_spend
      where account_id = p_account and day = (now() at time zone 'UTC')::date), 0),
    coalesce((select sum(spent_micros)::bigint from account_spend
      where account_id = p_account and day >= date_trunc('month', now() at time zone 'UTC')::date), 0),
    coalesce((select sum(committed_micros)::bigint from policy_call
      where account_id = p_account and not over and call_id is distinct from p_call), 0),
    coalesce((select sum(spent_micros)::bigint / 30 from account_spend
      where account_id = p_account and day < (now() at time zone 'UTC')::date
        and day >= (now() at time zone 'UTC')::date - 30), 0)
$$;

-- A call wants to begin: it is on the books from here on. A repeat changes nothing.
create function policy_begin(p_user text, p_call uuid, p_number text, p_committed bigint, p_short_ms bigint)
returns policy_counters language plpgsql set enable_seqscan = off as $$
declare
  a record;
  v_counters policy_counters;
begin
  select id, status into a from account where username = p_user and kind = 'USER' for no key update;
  if not found then return row(2, 0, 0, false, 0, 0, 0, 0, 0)::policy_counters; end if;
  if a.status <> 'ACTIVE' then return row(3, 0, 0, false, 0, 0, 0, 0, 0)::policy_counters; end if;
  perform policy_fold(a.id);
  v_counters := policy_count(a.id, p_call, p_number, p_short_ms);
  insert into policy_call (call_id, account_id, number, committed_micros) values (p_call, a.id, p_number, p_committed)
    on conflict (call_id) do nothing;
  insert into account_destination (account_id, number, first_call) values (a.id, p_number, p_call)
    on conflict (account_id, number) do nothing;
  return v_counters;
end $$;

-- A call in progress wants to cost so much in all.
create function policy_commit(p_user text, p_call uuid, p_committed bigint, p_short_ms bigint)
returns policy_counters language plpgsql set enable_seqscan = off as $$
declare
  v_account bigint;
  v_number text;
begin
  select id into v_account from account where username = p_user and kind = 'USER' for no key update;
  if not found then return row(2, 0, 0, false, 0, 0, 0, 0, 0)::policy_counters; end if;
  perform policy_fold(v_account);
  update policy_call set committed_micros = p_committed
    where call_id = p_call and account_id = v_account and not over returning number into v_number;
  if not found then return row(4, 0, 0, false, 0, 0, 0, 0, 0)::policy_counters; end if;
  return policy_count(v_account, p_call, v_number, p_short_ms);
end $$;

-- A call was refused: it never was.
create function policy_withdraw(p_user text, p_call uuid) returns void language plpgsql set enable_seqscan = off as $$
declare
  v_account bigint;
begin
  select id into v_account from account where username = p_user and kind = 'USER' for no key update;
  delete from policy_call where call_id = p_call and account_id = v_account;
  delete from account_destination where account_id = v_account and first_call = p_call
    and first_at > now() - interval '1 hour';
end $$;

-- What an operator sees.
create function policy_look(p_user text, p_short_ms bigint) returns policy_counters language plpgsql as $$
declare
  v_account bigint;
begin
  select id into v_account from account where username = p_user and kind = 'USER' for no key update;
  if not found then return row(2, 0, 0, false, 0, 0, 0, 0, 0)::policy_counters; end if;
  perform policy_fold(v_account);
  return policy_count(v_account, null, null, p_short_ms);
end $$;

-- Suspends an account that is active, and leaves a notice for whoever reads the outbox; says whether it did.
create function policy_suspend(p_user text, p_rule text, p_detail text, p_call uuid, p_actor text)
returns boolean language plpgsql as $$
declare
  v_account bigint;
begin
  select id into v_account from account
    where username = p_user and kind = 'USER' and status = 'ACTIVE' for no key update;
  if not found then return false; end if;
  update account set status = 'SUSPENDED' where id = v_account;
  insert into account_suspension (account_id, rule, detail, call_id, actor)
    values (v_account, p_rule, p_detail, p_call, p_actor);
  perform outbox_publish('notice.account-suspended', p_user, jsonb_build_object('user', p_user, 'rule', p_rule,
    'detail', p_detail, 'call', p_call, 'actor', p_actor, 'at', now()));
  return true;
end $$;

-- Whoever makes an account active again lifts what suspended it.
create function suspension_lifted() returns trigger language plpgsql as $$
begin
  update account_suspension set lifted_at = now(), lifted_by = 'operator' where account_id = new.id and lifted_at is null;
  return null;
end $$;
create trigger account_active_again after update of status on account for each row
  when (old.status = 'SUSPENDED' and new.status = 'ACTIVE') execute function suspension_lifted();
