-- What numbers of a country cost: one price for each length of period.
create table number_price (
  country      text not null check (country ~ '^[A-Z]{2}$'),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  months       int not null check (months between 1 and 36),
  price_micros bigint not null check (price_micros >= 0),
  setup_micros bigint not null default 0 check (setup_micros >= 0),
  aligned      boolean not null default false,
  primary key (country, currency, months)
);
comment on column number_price.aligned is 'periods begin on the first of a month (UTC); the first one is cut and priced by its days';

-- Seconds of talk to a destination group for a monthly fee.
create table package_plan (
  name              text primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  words             text not null,
  currency          text not null check (currency ~ '^[A-Z]{3}$'),
  months            int not null check (months between 1 and 36),
  price_micros      bigint not null check (price_micros >= 0),
  setup_micros      bigint not null default 0 check (setup_micros >= 0),
  destination_group text not null check (destination_group <> ''),
  seconds           bigint not null check (seconds > 0),
  offered           boolean not null default true
);
comment on column package_plan.seconds is 'fair use in a period; what exceeds it costs money as without the package';

-- Something that is paid for in periods. Period n ends at anchor + n * months; the transfer that pays it has an id that
-- follows from the contract and n, so that no period is paid twice, whoever looks.
create table contract (
  id                uuid primary key,
  account_id        bigint not null references account,
  kind              text not null check (kind in ('NUMBER', 'PACKAGE')),
  item              text not null,
  currency          text not null,
  price_micros      bigint not null check (price_micros >= 0),
  months            int not null check (months > 0),
  anchor            timestamptz(3) not null,
  destination_group text,
  seconds           bigint,
  state             text not null check (state in ('ACTIVE', 'GRACE', 'SUSPENDED', 'HELD_BACK', 'ENDED')),
  periods           int not null check (periods >= 0),
  renews            boolean not null,
  until             timestamptz(3),
  next_at           timestamptz(3),
  created_at        timestamptz(3) not null default now(),
  check ((kind = 'PACKAGE') = (seconds is not null and destination_group is not null)),
  check ((state = 'ENDED') = (next_at is null))
);
create unique index contract_number on contract (item) where kind = 'NUMBER' and state <> 'ENDED';
create unique index contract_package on contract (account_id, item) where kind = 'PACKAGE' and state <> 'ENDED';
create index contract_due on contract (next_at) where next_at is not null;
create index contract_account on contract (account_id, created_at desc);

-- What happened to a contract, by whom, and which transfer paid for it.
create table contract_event (
  id          bigint generated always as identity primary key,
  contract_id uuid not null references contract,
  at          timestamptz(3) not null,
  what        text not null,
  actor       text not null,
  transfer_id uuid
);
create index contract_event_contract on contract_event (contract_id, id);
create trigger contract_event_append_only before update or delete or truncate on contract_event
  for each statement execute function refuse_change();
