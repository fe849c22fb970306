-- Events for consumers outside, written in the transaction that makes them true. Identities commit out of order, so that
-- a reader who remembers the highest id it saw loses what commits later with a lower one. Readers therefore go by the
-- writing transaction's id first and never beyond the oldest transaction still running: below that nothing can appear
-- any more.
create table outbox (
  xid     xid8 not null default pg_current_xact_id(),
  id      bigint generated always as identity,
  kind    text not null check (kind ~ '^[a-z][a-z0-9.-]{0,63}$'),
  subject text not null check (length(subject) between 1 and 200),
  at      timestamptz(3) not null default now(),
  body    jsonb,
  primary key (xid, id)
);
comment on column outbox.body is 'null for what stands for good in a table of its own: it is read from there';

-- Up to where old events have been deleted: a reader who asks for less is told so instead of missing some.
create table outbox_floor (
  only_one boolean primary key default true check (only_one),
  xid      xid8 not null default '0',
  id       bigint not null default 0
);
insert into outbox_floor default values;

create function outbox_publish(p_kind text, p_subject text, p_body jsonb) returns bigint language sql as $$
  insert into outbox (kind, subject, body) values (p_kind, p_subject, p_body) returning id
$$;

create function cdr_to_outbox() returns trigger language plpgsql as $$
begin
  insert into outbox (kind, subject) values ('call', new.id::text);
  return null;
end $$;
create trigger cdr_outbox after insert on cdr for each row execute function cdr_to_outbox();

-- A call's own transfer goes with the call's event, which names its entries.
create function transfer_to_outbox() returns trigger language plpgsql as $$
begin
  insert into outbox (kind, subject) values ('transfer', new.id::text);
  return null;
end $$;
create trigger transfer_outbox after insert on transfer
  for each row when (new.kind <> 'CALL') execute function transfer_to_outbox();

create function outbox_entries(p_transfer uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('account', coalesce(a.username, e.account_id::text),
      'amount_micros', e.amount_micros, 'currency', e.currency) order by e.id), '[]')
    from entry e left join account a on a.id = e.account_id where e.transfer_id = p_transfer
$$;

-- What consumers read. Null values are left out.
create function outbox_body(p_kind text, p_subject text, p_body jsonb) returns jsonb language sql stable as $$
  select case
    when p_body is not null then p_body
    when p_kind = 'call' then (
      select jsonb_strip_nulls(to_jsonb(c) - '{explanation,account_id,username}'::text[]
          || jsonb_build_object('user', c.username)) || jsonb_build_object('entries', outbox_entries(c.id))
        from cdr c where c.id = p_subject::uuid)
    when p_kind = 'transfer' then (
      select jsonb_build_object('id', t.id, 'kind', lower(t.kind), 'reference', t.reference, 'reason', t.reason,
          'actor', t.actor, 'at', t.at, 'entries', outbox_entries(t.id))
        from transfer t where t.id = p_subject::uuid)
  end
$$;

-- The next p_window events behind a place, in the order of their delivery. What a consumer did not ask for comes without
-- a body, so that its place moves on.
create function outbox_read(p_xid xid8, p_id bigint, p_kinds text[], p_window int)
returns table (xid xid8, id bigint, kind text, subject text, at timestamptz, body jsonb)
language sql stable set enable_seqscan = off set timezone = 'UTC' as $$
  select o.xid, o.id, o.kind, o.subject, o.at,
      case when cardinality(p_kinds) = 0 or o.kind = any (p_kinds) or split_part(o.kind, '.', 1) = any (p_kinds)
        then coalesce(outbox_body(o.kind, o.subject, o.body), '{}') end
    from outbox o
    where (o.xid, o.id) > (p_xid, p_id) and o.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by o.xid, o.id
    limit p_window
$$;

create table consumer (
  name            text primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  kind            text not null check (kind in ('PULL', 'WEBHOOK', 'PGQ')),
  kinds           text[] not null default '{}',
  target          text,
  secret          text,
  after_xid       xid8 not null,
  after_id        bigint not null,
  paused          boolean not null default false,
  max_attempts    int not null default 12 check (max_attempts between 1 and 100),
  failures        int not null default 0 check (failures >= 0),
  next_try_at     timestamptz(3) not null default now(),
  last_error      text,
  last_success_at timestamptz(3),
  lease_owner     uuid,
  lease_until     timestamptz(3) not null default now(),
  created_at      timestamptz(3) not null default now(),
  check (kind = 'PULL' or target is not null),
  check (kind <> 'WEBHOOK' or secret is not null)
);
comment on column consumer.kinds is 'which events it gets; empty: all. "notice" stands for every "notice.…"';

-- Events that a consumer refused too often. They are copies: the outbox may forget them.
create table dead_letter (
  consumer   text not null references consumer on delete cascade,
  event_id   bigint not null,
  kind       text not null,
  subject    text not null,
  at         timestamptz(3) not null,
  body       jsonb not null,
  attempts   int not null,
  last_error text not null,
  died_at    timestamptz(3) not null default now(),
  redrive    boolean not null default false,
  primary key (consumer, event_id)
);

-- Hands p_owner one consumer that is due, or none. A lease that runs out is taken over: what was under way may then be
-- sent twice, which at-least-once allows.
create function consumer_claim(p_owner uuid, p_lease_ms bigint, p_pgq boolean) returns setof consumer language sql as $$
  update consumer set lease_owner = p_owner, lease_until = now() + p_lease_ms * interval '1 millisecond'
    where name = (
      select c.name from consumer c
        where c.kind in ('WEBHOOK', 'PGQ') and (c.kind = 'WEBHOOK' or p_pgq) and not c.paused
          and c.next_try_at <= now() and c.lease_until <= now()
          and (exists (select from outbox o where (o.xid, o.id) > (c.after_xid, c.after_id)
                 and o.xid < pg_snapshot_xmin(pg_current_snapshot()))
               or exists (select from dead_letter d where d.consumer = c.name and d.redrive))
        order by c.next_try_at, c.name limit 1 for update skip locked)
    returning *
$$;

-- Deletes up to p_max events that are older than p_keep_days and that every consumer has.
create function outbox_purge(p_keep_days int, p_max int) returns int language plpgsql as $$
declare
  v_last record;
  v_count int := 0;
begin
  perform from outbox_floor for update;
  for v_last in
    delete from outbox o using (
        select x.xid, x.id from outbox x
          where x.at < now() - p_keep_days * interval '1 day' and x.xid < pg_snapshot_xmin(pg_current_snapshot())
            and not exists (select from consumer c where (c.after_xid, c.after_id) < (x.xid, x.id))
          order by x.xid, x.id limit p_max) old
      where o.xid = old.xid and o.id = old.id
      returning o.xid, o.id
  loop
    v_count := v_count + 1;
    update outbox_floor f set xid = v_last.xid, id = v_last.id where (f.xid, f.id) < (v_last.xid, v_last.id);
  end loop;
  return v_count;
end $$;
