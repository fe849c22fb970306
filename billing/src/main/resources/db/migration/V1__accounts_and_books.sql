-- Amounts are bigint micro-units of the account's currency (1 EUR = 1 000 000). Instants are UTC, to the millisecond.
--
-- Lock order, everywhere: account (by id) -> reservation -> cdr -> call_journal. A mixed order deadlocks with the sweeper.

create table account (
  id                  bigint generated always as identity primary key,
  username            text not null unique check (length(username) between 1 and 128),
  kind                text not null default 'USER' check (kind in ('USER', 'HOUSE')),
  currency            text not null check (currency ~ '^[A-Z]{3}$'),
  password_verifier   text,
  home_country        text check (home_country ~ '^[A-Z]{2}$'),
  class               text not null default 'standard',
  status              text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
  -- Caches, kept by the ledger's functions in the transaction that changes what they sum up: entry, reservation.
  balance_micros      bigint not null default 0,
  reserved_micros     bigint not null default 0 check (reserved_micros >= 0),
  credit_limit_micros bigint not null default 0 check (credit_limit_micros >= 0),
  low_balance_micros  bigint check (low_balance_micros >= 0),
  created_at          timestamptz(3) not null default now(),
  -- House accounts (revenue, payments, tax) get entries but no row update, or every call would queue on one row.
  check (kind = 'USER' or (balance_micros = 0 and reserved_micros = 0))
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- A transfer says why money moved; its entries say between which accounts. Both are written once.
create table transfer (
  id        uuid primary key,
  kind      text not null check (kind in ('CALL', 'TOPUP', 'ADJUSTMENT', 'PROMOTION', 'REFUND', 'RENTAL')),
  reference text not null default '',
  reason    text not null default '',
  actor     text not null,
  at        timestamptz(3) not null default now()
);

-- No foreign key to account: it would lock the house accounts' rows on every call. ledger_problem looks for strays.
create table entry (
  account_id    bigint not null,
  id            bigint generated always as identity,
  transfer_id   uuid not null references transfer,
  amount_micros bigint not null check (amount_micros <> 0),
  currency      text not null,
  primary key (account_id, id)
);
create index entry_transfer on entry (transfer_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'TG001';
end $$;

create trigger transfer_append_only before update or delete or truncate on transfer
  for each statement execute function refuse_change();
create trigger entry_append_only before update or delete or truncate on entry
  for each statement execute function refuse_change();

-- All entries of a transfer are written by one statement, and that statement must balance.
create function entries_must_balance() returns trigger language plpgsql as $$
begin
  if exists (select from added group by transfer_id, currency having sum(amount_micros) <> 0) then
    raise exception 'the entries of a transfer must sum to zero' using errcode = 'TG002';
  end if;
  return null;
end $$;

create trigger entry_balance after insert on entry
  referencing new table as added for each statement execute function entries_must_balance();

-- Money put aside for one call. Small and hot: only live calls are in it.
create table reservation (
  call_id       uuid primary key,
  account_id    bigint not null references account,
  amount_micros bigint not null check (amount_micros >= 0),
  created_at    timestamptz(3) not null default now(),
  expires_at    timestamptz(3) not null
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
