-- One row per attempt of a call: each trunk that was sent an INVITE, each device that was rung. They come with the call's
-- record, in explanation -> 'attempts', whose keys are these columns; so they are written once, in the transaction that
-- settles the call.
create table call_attempt (
  id            uuid primary key,
  call_id       uuid not null,
  ordinal       int not null check (ordinal > 0),
  kind          text not null check (kind in ('TRUNK', 'DEVICE')),
  target        text not null,
  dialled       text,
  sent          text,
  caller        text,
  started_at    timestamptz(3) not null,
  ringing_at    timestamptz(3),
  answered_at   timestamptz(3),
  ended_at      timestamptz(3) not null,
  pdd_ms        bigint check (pdd_ms >= 0),
  talk_ms       bigint not null default 0 check (talk_ms >= 0),
  codec         text,
  cause         text not null,
  side          text not null,
  sip_status    int not null default 0,
  q850          int not null default 0,
  loss_pct      double precision,
  jitter_ms     double precision,
  mos           double precision,
  cost_micros   bigint check (cost_micros >= 0),
  cost_currency text check (cost_currency ~ '^[A-Z]{3}$'),
  recorded_at   timestamptz(3) not null default now(),
  check (answered_at is not null or talk_ms = 0),
  check ((cost_micros is null) = (cost_currency is null))
);
comment on column call_attempt.pdd_ms is 'post-dial delay: from the INVITE to the first ringing, early media or answer';
comment on column call_attempt.cost_micros is 'what the carrier takes for it by its deck; null when it has none';
create index call_attempt_call on call_attempt (call_id, ordinal);
create index call_attempt_target on call_attempt (target, started_at);
create index call_attempt_started on call_attempt (started_at, id);

create trigger call_attempt_append_only before update or delete or truncate on call_attempt
  for each statement execute function refuse_change();

create function cdr_attempts() returns trigger language plpgsql as $$
begin
  insert into call_attempt (id, call_id, ordinal, kind, target, dialled, sent, caller, started_at, ringing_at, answered_at,
      ended_at, pdd_ms, talk_ms, codec, cause, side, sip_status, q850, loss_pct, jitter_ms, mos, cost_micros, cost_currency)
    select a.id, new.id, a.ordinal, a.kind, a.target, a.dialled, a.sent, a.caller, a.started_at, a.ringing_at,
        a.answered_at, a.ended_at, a.pdd_ms, coalesce(a.talk_ms, 0), a.codec, a.cause, a.side, coalesce(a.sip_status, 0),
        coalesce(a.q850, 0), a.loss_pct, a.jitter_ms, a.mos, a.cost_micros, a.cost_currency
      from jsonb_populate_recordset(null::call_attempt, new.explanation -> 'attempts') a;
  return null;
end $$;
create trigger cdr_attempts after insert on cdr
  for each row when (jsonb_typeof(new.explanation -> 'attempts') = 'array') execute function cdr_attempts();

create function attempt_to_outbox() returns trigger language plpgsql as $$
begin
  insert into outbox (kind, subject) values ('attempt', new.id::text);
  return null;
end $$;
create trigger attempt_outbox after insert on call_attempt for each row execute function attempt_to_outbox();

create or replace function outbox_body(p_kind text, p_subject text, p_body jsonb) returns jsonb language sql stable as $$
  select case
    when p_body is not null then p_body
    when p_kind = 'call' then (
      select jsonb_strip_nulls(to_jsonb(c) - '{explanation,account_id,username}'::text[]
          || jsonb_build_object('user', c.username)) || jsonb_build_object('entries', outbox_entries(c.id))
        from cdr c where c.id = p_subject::uuid)
    when p_kind = 'attempt' then (
      select jsonb_strip_nulls(to_jsonb(a)) from call_attempt a where a.id = p_subject::uuid)
    when p_kind = 'transfer' then (
      select jsonb_build_object('id', t.id, 'kind', lower(t.kind), 'reference', t.reference, 'reason', t.reason,
          'actor', t.actor, 'at', t.at, 'entries', outbox_entries(t.id))
        from transfer t where t.id = p_subject::uuid)
  end
$$;
