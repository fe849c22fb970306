-- One row per call attempt. Its id is the call's id, chosen at set-up: the row is the idempotency key of the charge.
create table cdr (
  id                uuid primary key,
  account_id        bigint references account,
  username          text,
  direction         text not null check (direction in ('OUTBOUND', 'INBOUND')),
  device            text,
  dialled           text not null,
  number            text,
  caller            text,
  destination       text,
  rate_prefix       text,
  deck_id           bigint,
  deck_version      int,
  trunk             text,
  codec             text,
  started_at        timestamptz(3) not null,
  ringing_at        timestamptz(3),
  answered_at       timestamptz(3),
  ended_at          timestamptz(3) not null,
  talk_ms           bigint not null default 0 check (talk_ms >= 0),
  billed_seconds    bigint not null default 0 check (billed_seconds >= 0),
  cost_micros       bigint not null default 0 check (cost_micros >= 0),
  tax_micros        bigint not null default 0 check (tax_micros between 0 and cost_micros),
  currency          text,
  cause             text not null,
  side              text not null,
  sip_status        int not null default 0,
  q850              int not null default 0,
  quality_loss_pct  double precision,
  quality_jitter_ms double precision,
  quality_mos       double precision,
  explanation       jsonb not null default '{}',
  recorded_at       timestamptz(3) not null default now(),
  constraint unanswered_is_free check (answered_at is not null or (talk_ms = 0 and cost_micros = 0)),
  constraint charged_to_someone check (cost_micros = 0 or (account_id is not null and currency is not null))
);
create index cdr_account_started on cdr (account_id, started_at desc, id desc);
create index cdr_started on cdr (started_at desc, id desc);

create trigger cdr_append_only before update or delete or truncate on cdr
  for each statement execute function refuse_change();

-- A running gateway process. Its calls are taken over by others once the lease has passed or its successor has started.
create table gateway_instance (
  instance    uuid primary key,
  gateway     text not null,
  started_at  timestamptz(3) not null default now(),
  lease_until timestamptz(3) not null,
  superseded  boolean not null default false
);

-- Every live call, with the last instant at which its media was heard. The row goes when the call is settled.
create table call_journal (
  call_id       uuid primary key,
  instance      uuid not null,
  username      text not null,
  direction     text not null check (direction in ('OUTBOUND', 'INBOUND')),
  device        text,
  dialled       text not null,
  number        text,
  caller        text,
  destination   text,
  rate_prefix   text,
  deck_id       bigint,
  deck_version  int,
  currency      text,
  trunk         text,
  opened_at     timestamptz(3) not null,
  answered_at   timestamptz(3),
  last_media_at timestamptz(3),
  talk_ms       bigint not null default 0 check (talk_ms >= 0)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
