-- A batch of vouchers of one worth.
create table voucher_batch (
  id            bigint generated always as identity primary key,
  reference     text not null unique check (length(reference) between 1 and 64),
  count         int not null check (count between 1 and 100000),
  amount_micros bigint not null check (amount_micros > 0),
  currency      text not null check (currency ~ '^[A-Z]{3}$'),
  expires_at    timestamptz(3) not null,
  created_by    text not null,
  created_at    timestamptz(3) not null default now(),
  revoked_by    text,
  revoked_at    timestamptz(3)
);

-- Codes are not kept, only what proves them (decision 0014). The transfer's id is chosen when the voucher is made.
create table voucher (
  hash        bytea primary key check (length(hash) = 32),
  batch_id    bigint not null references voucher_batch,
  serial      int not null,
  transfer_id uuid not null unique,
  account_id  bigint references account,
  redeemed_at timestamptz(3),
  check ((account_id is null) = (redeemed_at is null)),
  unique (batch_id, serial)
);

-- Wrong codes of an account within a window; a right one does not clear it, or one's own vouchers would buy new guesses.
create table voucher_guess (
  account_id bigint primary key references account,
  since      timestamptz(3) not null,
  wrong      int not null check (wrong > 0)
);

-- Operators besides the holder of the data folder's token, so that four eyes are those of two people.
create table operator (
  name       text primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$' and name not in ('admin', 'system')),
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz(3) not null default now(),
  created_by text not null
);

-- A manual movement that waits for a second operator. Its id is the transfer's.
create table adjustment (
  id            uuid primary key,
  account_id    bigint not null references account,
  amount_micros bigint not null check (amount_micros <> 0),
  currency      text not null,
  kind          text not null,
  reference     text not null,
  reason        text not null,
  call_id       uuid,
  requested_by  text not null,
  requested_at  timestamptz(3) not null default now(),
  expires_at    timestamptz(3) not null,
  state         text not null default 'PENDING' check (state in ('PENDING', 'BOOKED', 'REJECTED', 'EXPIRED')),
  decided_by    text,
  decided_at    timestamptz(3),
  check ((state = 'PENDING') = (decided_at is null)),
  constraint four_eyes check (state not in ('BOOKED') or decided_by <> requested_by)
);
create index adjustment_pending on adjustment (requested_at) where state = 'PENDING';
