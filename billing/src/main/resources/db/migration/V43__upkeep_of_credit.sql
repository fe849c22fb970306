-- Accounts whose credit is below the threshold at which their user wants to be told. A row is one crossing.
create table low_credit (
  account_id bigint primary key references account,
  since      timestamptz(3) not null
);
create index account_low_credit on account (id) where low_balance_micros is not null;

-- Who has been told that unused credit expires, because of which last activity, and when it will.
create table expiry_notice (
  account_id    bigint primary key references account,
  last_activity timestamptz(3) not null,
  expires_at    timestamptz(3) not null
);

-- Buy credit by the kept card whenever it falls below a threshold.
create table recharge_rule (
  account_id         bigint primary key references account,
  threshold_micros   bigint not null check (threshold_micros >= 0),
  amount_micros      bigint not null check (amount_micros > 0),
  daily_max_micros   bigint not null check (daily_max_micros >= amount_micros),
  monthly_max_micros bigint not null check (monthly_max_micros >= daily_max_micros),
  failures           int not null default 0 check (failures >= 0),
  suspended_at       timestamptz(3),
  next_try_at        timestamptz(3) not null default now()
);
