-- What accounts may do. Amounts are micro-units of the account's currency. In a class null is no limit, in an account it
-- is "as the class says". The meaning of each column stands at PolicyLimits.

create table policy_class (
  name                       text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  denied_kinds               text[],
  denied_prefixes            text[],
  allowed_prefixes           text[],
  max_per_minute_micros      bigint check (max_per_minute_micros >= 0),
  concurrent_calls           int check (concurrent_calls >= 0),
  new_destinations_per_hour  int check (new_destinations_per_hour >= 0),
  short_calls_per_10_minutes int check (short_calls_per_10_minutes >= 0),
  daily_spend_micros         bigint check (daily_spend_micros >= 0),
  monthly_spend_micros       bigint check (monthly_spend_micros >= 0),
  unusual_spend_times        int check (unusual_spend_times between 1 and 1000),
  unusual_spend_floor_micros bigint check (unusual_spend_floor_micros >= 0),
  max_call_seconds           int check (max_call_seconds between 1 and 2592000),
  changed_at                 timestamptz(3) not null default now(),
  changed_by                 text not null default 'system'
);

-- The class that every account is in unless told otherwise: nothing that is dear by nature, and a brake on what is stolen.
insert into policy_class (name, denied_kinds, denied_prefixes, max_per_minute_micros, new_destinations_per_hour,
    short_calls_per_10_minutes, daily_spend_micros, monthly_spend_micros, unusual_spend_times, unusual_spend_floor_micros)
  values ('standard', '{PREMIUM,SATELLITE,INTERNATIONAL_NETWORK}', '{870,878,881,882,883,888,979}', 2000000, 60, 60,
    100000000, 1000000000, 10, 20000000),
    ('unrestricted', null, null, null, null, null, null, null, null, null);

create table account_limits (
  account_id                 bigint primary key references account,
  denied_kinds               text[],
  denied_prefixes            text[],
  allowed_prefixes           text[],
  max_per_minute_micros      bigint check (max_per_minute_micros >= 0),
  concurrent_calls           int check (concurrent_calls >= 0),
  new_destinations_per_hour  int check (new_destinations_per_hour >= 0),
  short_calls_per_10_minutes int check (short_calls_per_10_minutes >= 0),
  daily_spend_micros         bigint check (daily_spend_micros >= 0),
  monthly_spend_micros       bigint check (monthly_spend_micros >= 0),
  unusual_spend_times        int check (unusual_spend_times between 1 and 1000),
  unusual_spend_floor_micros bigint check (unusual_spend_floor_micros >= 0),
  max_call_seconds           int check (max_call_seconds between 1 and 2592000),
  changed_at                 timestamptz(3) not null default now(),
  changed_by                 text not null
);

-- One row per call to a phone that was let through, kept for a day: what is live, what was short, what it may cost.
create table policy_call (
  call_id          uuid primary key,
  account_id       bigint not null references account,
  number           text not null,
  started_at       timestamptz(3) not null default now(),
  committed_micros bigint not null check (committed_micros >= 0),
  over             boolean not null default false,
  talk_ms          bigint
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
create index policy_call_account on policy_call (account_id, started_at desc);

comment on column policy_call.talk_ms is 'of an answered call that is over; null: never answered';

-- Numbers that an account has called, and by which call it first did.
create table account_destination (
  account_id bigint not null references account,
  number     text not null,
  first_at   timestamptz(3) not null default now(),
  first_call uuid,
  primary key (account_id, number)
);
create index account_destination_first on account_destination (account_id, first_at desc);

-- What an account's calls that ended on a day (UTC) cost together.
create table account_spend (
  account_id   bigint not null references account,
  day          date not null,
  spent_micros bigint not null,
  primary key (account_id, day)
) with (fillfactor = 70);

-- What was there before this table was.
insert into account_destination (account_id, number, first_at)
  select account_id, number, min(started_at) from cdr
    where account_id is not null and number is not null and direction = 'OUTBOUND' and answered_at is not null
    group by account_id, number;
insert into account_spend (account_id, day, spent_micros)
  select account_id, (ended_at at time zone 'UTC')::date, sum(cost_micros) from cdr
    where account_id is not null and cost_micros > 0 and ended_at > now() - interval '70 days'
    group by 1, 2;

-- Why an account is suspended. The newest row without an end is the one in force.
create table account_suspension (
  id         bigint generated always as identity primary key,
  account_id bigint not null references account,
  rule       text not null,
  detail     text not null default '',
  call_id    uuid,
  actor      text not null,
  at         timestamptz(3) not null default now(),
  lifted_at  timestamptz(3),
  lifted_by  text
);
create index account_suspension_account on account_suspension (account_id, id desc);
