-- Credit bought by card. The id is chosen before the provider is asked and is the id of the transfer that books it.
-- Facts only grow (paid, refunded, disputed); booked_*, refund_*, dispute_micros say what of it stands in the books.
create table topup (
  id                   uuid primary key,
  account_id           bigint not null references account,
  amount_micros        bigint not null check (amount_micros > 0),
  currency             text not null check (currency ~ '^[A-Z]{3}$'),
  origin               text not null check (origin in ('USER', 'AUTO')),
  provider             text not null,
  session              text unique,
  url                  text,
  payment              text unique,
  paid                 boolean not null default false,
  held                 boolean not null default false,
  expired              boolean not null default false,
  flag                 text,
  refunded_micros      bigint not null default 0 check (refunded_micros >= 0),
  card_country         text,
  billing_country      text,
  customer             text,
  method               text,
  decline_code         text,
  decline_words        text,
  booked_micros        bigint not null default 0 check (booked_micros in (0, amount_micros)),
  booked_refund_micros bigint not null default 0 check (booked_refund_micros >= 0),
  booked_dispute_micros bigint not null default 0 check (booked_dispute_micros >= 0),
  movements            int not null default 0,
  created_at           timestamptz(3) not null default now(),
  changed_at           timestamptz(3) not null default now(),
  constraint never_takes_back_more check (booked_refund_micros + booked_dispute_micros <= amount_micros)
);
create index topup_account on topup (account_id, created_at desc);
create index topup_created on topup (created_at desc, id desc);

-- A bank's dispute may be told before the payment that it is about.
create table payment_dispute (
  dispute       text primary key,
  payment       text not null,
  amount_micros bigint not null check (amount_micros >= 0),
  currency      text not null,
  withdrawn     boolean not null,
  reinstated    boolean not null
);
create index payment_dispute_payment on payment_dispute (payment);

-- Every message of the provider, once. The answer is kept, so that a repeat gets the same.
create table payment_event (
  id          text primary key,
  type        text not null,
  topup_id    uuid,
  outcome     text not null,
  words       text not null,
  received_at timestamptz(3) not null default now()
);
create index payment_event_topup on payment_event (topup_id);

-- What users and operators are to be told; told to webhooks from here, shown in the dialler. Written in the transaction
-- that makes it true.
create table notice (
  id         uuid primary key,
  account_id bigint references account,
  kind       text not null check (kind ~ '^[a-z0-9-]{1,64}$'),
  words      text not null,
  detail     jsonb not null default '{}',
  at         timestamptz(3) not null default now(),
  seen_at    timestamptz(3)
);
create index notice_account on notice (account_id, at desc) where account_id is not null;
create index notice_at on notice (at desc, id desc);
