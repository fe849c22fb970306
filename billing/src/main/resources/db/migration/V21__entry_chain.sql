-- Each user's entries are a chain: an entry's hash covers the entry, why it was made, the house's side of its transfer and
-- the hash before it. The canonical bytes are described at io.tollgate.billing.ledger.chain.EntryChain, which recomputes them.
-- House accounts have no chain, which would make their heads hot rows: their entries are covered by the user's entry of
-- the same transfer (decision 0012).

alter table account add column chain_no bigint not null default 0, add column chain_head bytea;
comment on column account.chain_head is 'hash of the newest entry; null before the first';
-- The salt keeps a user from guessing the house's side (margins, carriers) out of its hash.
alter table transfer add column salt uuid not null default gen_random_uuid();
alter table entry add column chain_no bigint, add column balance_micros bigint, add column hash bytea;
comment on column entry.balance_micros is 'the user''s balance after this entry; null for house accounts, like chain_no and hash';

create function ledger_field(p_text text) returns text language sql immutable parallel safe
return octet_length(p_text)::text || ':' || p_text || ',';

create function ledger_entry_hash(
  p_previous bytea, p_username text, p_currency text, p_no bigint, p_transfer uuid, p_kind text, p_amount bigint,
  p_balance bigint, p_at timestamptz, p_reference text, p_reason text, p_house_hash bytea) returns bytea
language sql immutable parallel safe
return sha256(coalesce(p_previous, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea)
  || convert_to('16:tollgate-entry-1,' || ledger_field(p_username) || ledger_field(p_currency) || ledger_field(p_no::text)
    || ledger_field(p_transfer::text) || ledger_field(p_kind) || ledger_field(p_amount::text)
    || ledger_field(p_balance::text) || ledger_field((extract(epoch from p_at) * 1000)::bigint::text)
    || ledger_field(p_reference) || ledger_field(p_reason) || ledger_field(encode(p_house_hash, 'hex')), 'UTF8'));

-- What the user is not shown: who ordered the transfer and its entries on other accounts than p_account.
create function ledger_house_hash(p_transfer uuid, p_salt uuid, p_actor text, p_account bigint) returns bytea
language sql stable
return (select sha256(convert_to(ledger_field(p_salt::text) || ledger_field(p_actor)
    || coalesce(string_agg(ledger_field(a.username) || ledger_field(e.amount_micros::text) || ledger_field(e.currency), ''
      order by e.id), ''), 'UTF8'))
  from entry e join account a on a.id = e.account_id where e.transfer_id = p_transfer and e.account_id <> p_account);

-- Existing entries are chained in the order in which they were made.
alter table entry disable trigger entry_append_only;
do $$
declare
  u record;
  e record;
  v_no bigint;
  v_balance bigint;
  v_head bytea;
begin
  for u in select id, username from account where kind = 'USER' loop
    v_no := 0;
    v_balance := 0;
    v_head := null;
    for e in select x.id, x.amount_micros, x.currency, t.id as transfer, t.kind, t.at, t.reference, t.reason, t.actor, t.salt
        from entry x join transfer t on t.id = x.transfer_id where x.account_id = u.id order by x.id loop
      v_no := v_no + 1;
      v_balance := v_balance + e.amount_micros;
      v_head := ledger_entry_hash(v_head, u.username, e.currency, v_no, e.transfer, e.kind, e.amount_micros, v_balance,
        e.at, e.reference, e.reason, ledger_house_hash(e.transfer, e.salt, e.actor, u.id));
      update entry set chain_no = v_no, balance_micros = v_balance, hash = v_head where account_id = u.id and id = e.id;
    end loop;
    if v_no > 0 then update account set chain_no = v_no, chain_head = v_head where id = u.id; end if;
  end loop;
end $$;

-- "Always": also in sessions that play replica, which switches ordinary triggers off.
alter table entry enable always trigger entry_append_only;
alter table entry enable always trigger entry_balance;
alter table transfer enable always trigger transfer_append_only;
alter table cdr enable always trigger cdr_append_only;

create function house_name(p_purpose text, p_currency text, p_detail text) returns text language sql immutable
return case when length('house:' || p_purpose || ':' || p_currency || p_detail) <= 128
  then 'house:' || p_purpose || ':' || p_currency || p_detail
  else left('house:' || p_purpose || ':' || p_currency || p_detail, 95)
    || '#' || md5('house:' || p_purpose || ':' || p_currency || p_detail) end;

drop function house_account(text, text, text);
create function house_account(p_username text, p_currency text) returns bigint language plpgsql as $$
declare
  v_id bigint;
begin
  select id into v_id from account where username = p_username;
  if not found then
    insert into account (username, kind, currency) values (p_username, 'HOUSE', p_currency) on conflict do nothing;
    select id into v_id from account where username = p_username;
  end if;
  return v_id;
end $$;

-- As in V20, with the chain.
create or replace function ledger_book(
  p_account bigint, p_currency text, p_unheld bigint, p_transfer uuid, p_kind text, p_reference text, p_reason text,
  p_actor text, p_amount bigint, p_house text, p_split jsonb) returns void language plpgsql as $$
declare
  a record;
  v_tax bigint := coalesce((p_split ->> 'tax_micros')::bigint, 0);
  v_rounding bigint := coalesce((p_split ->> 'rounding_micros')::bigint, 0);
  v_carrier bigint := coalesce((p_split ->> 'carrier_cost_micros')::bigint, 0);
  v_rest bigint := -p_amount - v_tax - v_rounding;
  v_carrier_currency text := coalesce(p_split ->> 'carrier_currency', p_currency);
  v_trunk text := p_split ->> 'trunk';
  v_destination text := p_split ->> 'destination';
  v_of text := '';
  v_names text[];
  v_amounts bigint[];
  v_currencies text[];
  v_ids bigint[];
  v_at timestamptz(3) := now();
  v_salt uuid := gen_random_uuid();
  v_house text;
  v_hash bytea;
begin
  if p_house = 'revenue' and (v_trunk is not null or v_destination is not null) then
    v_of := ':' || coalesce(v_trunk, '-') || ':' || coalesce(v_destination, '-');
  end if;
  if v_rest <> 0 then
    v_names := array[house_name(p_house, p_currency, v_of)];
    v_amounts := array[v_rest];
    v_currencies := array[p_currency];
  end if;
  if v_tax <> 0 then
    v_names := v_names || house_name('tax', p_currency, '');
    v_amounts := v_amounts || v_tax;
    v_currencies := v_currencies || p_currency;
  end if;
  if v_rounding <> 0 then
    v_names := v_names || house_name('rounding', p_currency, '');
    v_amounts := v_amounts || v_rounding;
    v_currencies := v_currencies || p_currency;
  end if;
  if v_carrier <> 0 then
    v_names := v_names || house_name('carrier-cost', v_carrier_currency, v_of)
      || house_name('carrier-payable', v_carrier_currency, ':' || coalesce(v_trunk, '-'));
    v_amounts := v_amounts || (-v_carrier) || v_carrier;
    v_currencies := v_currencies || v_carrier_currency || v_carrier_currency;
  end if;
  v_house := ledger_field(v_salt::text) || ledger_field(p_actor);
  for i in 1 .. coalesce(cardinality(v_names), 0) loop
    v_ids[i] := house_account(v_names[i], v_currencies[i]);
    v_house := v_house || ledger_field(v_names[i]) || ledger_field(v_amounts[i]::text) || ledger_field(v_currencies[i]);
  end loop;
  select username, balance_micros + p_amount as balance, chain_no + 1 as no, chain_head into a from account where id = p_account;
  v_hash := ledger_entry_hash(a.chain_head, a.username, p_currency, a.no, p_transfer, p_kind, p_amount, a.balance, v_at,
    p_reference, p_reason, sha256(convert_to(v_house, 'UTF8')));
  insert into transfer (id, kind, reference, reason, actor, at, salt)
    values (p_transfer, p_kind, p_reference, p_reason, p_actor, v_at, v_salt);
  insert into entry (account_id, transfer_id, amount_micros, currency, chain_no, balance_micros, hash)
    select p_account, p_transfer, p_amount, p_currency, a.no, a.balance, v_hash
    union all
    select x.account, p_transfer, x.amount, x.currency, null, null, null
    from unnest(v_ids, v_amounts, v_currencies) as x (account, amount, currency);
  update account set balance_micros = a.balance, reserved_micros = reserved_micros - p_unheld,
      chain_no = a.no, chain_head = v_hash
    where id = p_account;
end $$;
