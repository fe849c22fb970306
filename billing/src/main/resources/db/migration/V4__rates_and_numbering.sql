-- A deck's version never changes once activated: CDRs refer to it.
create table deck (
  id           bigint generated always as identity primary key,
  name         text not null,
  version      int not null check (version > 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  state        text not null default 'DRAFT' check (state in ('DRAFT', 'ACTIVE', 'RETIRED')),
  tax_bp       int not null default 0 check (tax_bp between 0 and 10000),
  created_at   timestamptz(3) not null default now(),
  activated_at timestamptz(3),
  unique (name, version)
);
create unique index deck_one_active on deck (name) where state = 'ACTIVE';

create table rate (
  id                    bigint generated always as identity primary key,
  deck_id               bigint not null references deck on delete cascade,
  prefix                text not null check (prefix ~ '^[0-9]{1,15}$'),
  destination           text not null,
  destination_group     text,
  per_minute_micros     bigint not null check (per_minute_micros >= 0),
  connection_fee_micros bigint not null default 0 check (connection_fee_micros >= 0),
  first_s               int not null default 60 check (first_s > 0),
  increment_s           int not null default 60 check (increment_s > 0),
  blocked               boolean not null default false,
  unique (deck_id, prefix)
);

create table online_number (
  id          bigint generated always as identity primary key,
  number      text not null unique check (number ~ '^\+[0-9]{4,15}$'),
  account_id  bigint references account,
  country     text check (country ~ '^[A-Z]{2}$'),
  created_at  timestamptz(3) not null default now(),
  assigned_at timestamptz(3)
);
create index online_number_account on online_number (account_id);

create table trunk (
  id              text primary key check (id ~ '^[A-Za-z0-9_.-]{1,64}$'),
  host            text not null,
  port            int not null default 5060 check (port between 1 and 65535),
  transport       text not null default 'UDP' check (transport in ('UDP', 'TCP', 'TLS')),
  sources         text not null default '',
  auth_user       text,
  auth_password   text,
  codecs          text not null default 'PCMU,PCMA',
  max_channels    int not null default 100 check (max_channels >= 0),
  from_domain     text,
  caller_id_style text not null default 'ASSERTED',
  enabled         boolean not null default true,
  created_at      timestamptz(3) not null default now()
);
comment on column trunk.sources is 'CIDR blocks that INVITEs are accepted from, separated by commas';

create table route (
  id       bigint generated always as identity primary key,
  prefix   text not null default '' check (prefix ~ '^[0-9]{0,15}$'),
  trunk_id text not null references trunk,
  priority int not null default 100,
  weight   int not null default 1 check (weight > 0),
  enabled  boolean not null default true,
  unique (prefix, trunk_id)
);

create table revoked_credential (
  jti        text primary key,
  username   text not null,
  reason     text not null default '',
  revoked_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);

create table setting (
  name       text primary key,
  value      text not null,
  updated_at timestamptz(3) not null default now(),
  actor      text not null default 'system'
);
