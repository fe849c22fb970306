-- Comparisons with carriers' files. What was found is kept, the file is not.
create table reconciliation (
  id               uuid primary key,
  trunk            text not null,
  from_at          timestamptz(3) not null,
  to_at            timestamptz(3) not null check (to_at >= from_at),
  file             text not null,
  currency         text,
  clock_offset_ms  bigint not null,
  matched          bigint not null,
  differing        bigint not null,
  missing_ours     bigint not null,
  missing_theirs   bigint not null,
  our_duration_ms  bigint not null,
  their_duration_ms bigint not null,
  our_cost_micros  bigint not null,
  their_cost_micros bigint not null,
  unanswered       int not null,
  faulty           int not null,
  created_by       text not null,
  created_at       timestamptz(3) not null default now()
);

create table reconciliation_line (
  reconciliation_id uuid not null references reconciliation on delete cascade,
  position          int not null,
  finding           text not null check (finding in ('MATCHED', 'DIFFERING', 'MISSING_OURS', 'MISSING_THEIRS', 'FAULTY')),
  number            text,
  attempt_id        uuid,
  call_id           uuid,
  our_start         timestamptz(3),
  their_row         int,
  their_start       timestamptz(3),
  our_duration_ms   bigint,
  their_duration_ms bigint,
  our_cost_micros   bigint,
  their_cost_micros bigint,
  note              text not null default '',
  primary key (reconciliation_id, position)
);
create index reconciliation_line_finding on reconciliation_line (reconciliation_id, finding, position);
