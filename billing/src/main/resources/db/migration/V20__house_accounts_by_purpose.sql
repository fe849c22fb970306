-- Where money goes is told by the house account's name: house:PURPOSE:CURRENCY, for revenue and carriers followed by
-- :TRUNK:DESTINATION ('-' where unknown). House accounts get entries and never a row update (decision 0012).

alter table transfer drop constraint transfer_kind_check;
alter table transfer add constraint transfer_kind_check check (kind in ('CALL', 'TOPUP', 'VOUCHER', 'PROMOTION',
  'ADJUSTMENT', 'REFUND', 'CORRECTION', 'CHARGEBACK', 'RENTAL', 'SUBSCRIPTION', 'SERVICE', 'EXPIRY'));

-- A call that costs its caller nothing may cost the house something; its caller's entry is then 0.
alter table entry drop constraint entry_amount_micros_check;

drop function house_account(text, text);
create function house_account(p_purpose text, p_currency text, p_detail text default '') returns bigint
language plpgsql as $$
declare
  v_username text := 'house:' || p_purpose || ':' || p_currency || p_detail;
  v_id bigint;
begin
  if length(v_username) > 128 then v_username := left(v_username, 95) || '#' || md5(v_username); end if;
  select id into v_id from account where username = v_username;
  if not found then
    insert into account (username, kind, currency) values (v_username, 'HOUSE', p_currency) on conflict do nothing;
    select id into v_id from account where username = v_username;
  end if;
  return v_id;
end $$;

-- The one place where money is booked: transfer, entries and balance. The caller holds the account's row lock and has
-- made sure that the transfer's id is new. p_amount is the user's; the house's side is cut by p_split:
--   house                                  purpose of the account on the other side
--   trunk, destination                     whose revenue and carrier cost
--   tax_micros, rounding_micros            parts of the house's side, in the house's sign
--   carrier_cost_micros, carrier_currency  what the carrier is owed, besides
create function ledger_book(
  p_account bigint, p_currency text, p_unheld bigint, p_transfer uuid, p_kind text, p_reference text, p_reason text,
  p_actor text, p_amount bigint, p_house text, p_split jsonb) returns void language plpgsql as $$
declare
  v_tax bigint := coalesce((p_split ->> 'tax_micros')::bigint, 0);
  v_rounding bigint := coalesce((p_split ->> 'rounding_micros')::bigint, 0);
  v_carrier bigint := coalesce((p_split ->> 'carrier_cost_micros')::bigint, 0);
  v_carrier_currency text := coalesce(p_split ->> 'carrier_currency', p_currency);
  v_trunk text := p_split ->> 'trunk';
  v_of text := '';
  v_accounts bigint[] := array[p_account];
  v_amounts bigint[] := array[p_amount];
  v_currencies text[] := array[p_currency];
begin
  if p_house = 'revenue' and (v_trunk is not null or p_split ->> 'destination' is not null) then
    v_of := ':' || coalesce(v_trunk, '-') || ':' || coalesce(p_split ->> 'destination', '-');
  end if;
  if -p_amount - v_tax - v_rounding <> 0 then
    v_accounts := v_accounts || house_account(p_house, p_currency, v_of);
    v_amounts := v_amounts || (-p_amount - v_tax - v_rounding);
    v_currencies := v_currencies || p_currency;
  end if;
  if v_tax <> 0 then
    v_accounts := v_accounts || house_account('tax', p_currency);
    v_amounts := v_amounts || v_tax;
    v_currencies := v_currencies || p_currency;
  end if;
  if v_rounding <> 0 then
    v_accounts := v_accounts || house_account('rounding', p_currency);
    v_amounts := v_amounts || v_rounding;
    v_currencies := v_currencies || p_currency;
  end if;
  if v_carrier <> 0 then
    v_accounts := v_accounts || house_account('carrier-cost', v_carrier_currency, v_of)
      || house_account('carrier-payable', v_carrier_currency, ':' || coalesce(v_trunk, '-'));
    v_amounts := v_amounts || (-v_carrier) || v_carrier;
    v_currencies := v_currencies || v_carrier_currency || v_carrier_currency;
  end if;
  insert into transfer (id, kind, reference, reason, actor)
    values (p_transfer, p_kind, p_reference, p_reason, p_actor);
  insert into entry (account_id, transfer_id, amount_micros, currency)
    select x.account, p_transfer, x.amount, x.currency
    from unnest(v_accounts, v_amounts, v_currencies) as x (account, amount, currency);
  update account set balance_micros = balance_micros + p_amount, reserved_micros = reserved_micros - p_unheld
    where id = p_account;
end $$;

-- As before, with the price cut into revenue of its trunk and destination, tax and rounding, and with the carrier's cost.
create or replace function ledger_settle(p_user text, p_call uuid, p_cdr jsonb) returns ledger_result language plpgsql as $$
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
  if c.cost_micros <> 0 or coalesce((p_cdr ->> 'carrier_cost_micros')::bigint, 0) <> 0 then
    perform ledger_book(a.id, a.currency, v_held, p_call, 'CALL', coalesce(c.number, c.dialled),
      coalesce(c.destination, ''), 'gateway', -c.cost_micros, 'revenue', p_cdr);
  elsif v_held <> 0 then
    update account set reserved_micros = reserved_micros - v_held where id = a.id;
  end if;
  delete from call_journal where call_id = p_call;
  return (0, c.cost_micros, a.available + v_held - c.cost_micros, null)::ledger_result;
end $$;

-- Any other movement between a user and the house. A negative amount debits; with "covered" in the body it is refused
-- (code 1) when the account cannot spend that much.
create or replace function ledger_credit(p_user text, p_id uuid, p_amount bigint, p_currency text, p_body jsonb)
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
  if (p_body ->> 'covered')::boolean and -p_amount > a.available then
    return (1, 0, a.available, null)::ledger_result;
  end if;
  perform ledger_book(a.id, a.currency, 0, p_id, p_body ->> 'kind', p_body ->> 'reference', p_body ->> 'reason',
    p_body ->> 'actor', p_amount, p_body ->> 'house', p_body);
  return (0, p_amount, a.available + p_amount, null)::ledger_result;
end $$;
