-- Re-rating never touches a CDR: it proposes, per call, the difference between what was paid so far and what a deck says,
-- and books accepted differences as transfers of kind CORRECTION that name the call.
create table rerating_run (
  id          uuid primary key,
  from_at     timestamptz(3) not null,
  to_at       timestamptz(3) not null check (to_at >= from_at),
  username    text,
  destination text,
  deck_id     bigint,
  reason      text not null,
  state       text not null default 'PREVIEWING'
    check (state in ('PREVIEWING', 'PREVIEWED', 'APPLYING', 'APPLIED', 'DISCARDED')),
  calls       bigint not null default 0,
  created_by  text not null,
  created_at  timestamptz(3) not null default now(),
  applied_by  text,
  applied_at  timestamptz(3)
);
-- Two runs applied at once could each correct the same call.
create unique index rerating_one_applying on rerating_run ((true)) where state = 'APPLYING';

-- Only calls that would change, and those that cannot be priced.
create table rerating_line (
  run_id                uuid not null references rerating_run,
  call_id               uuid not null,
  username              text not null,
  currency              text not null,
  started_at            timestamptz(3) not null,
  number                text,
  destination           text,
  trunk                 text,
  talk_ms               bigint not null,
  paid_micros           bigint not null,
  new_micros            bigint not null,
  tax_difference_micros bigint not null,
  rate_prefix           text,
  state                 text not null check (state in ('PROPOSED', 'UNPRICED', 'BOOKED', 'STALE', 'REFUSED')),
  note                  text not null default '',
  primary key (run_id, call_id)
);
comment on column rerating_line.paid_micros is 'the call''s cost and all its corrections at the time of the preview';

create index transfer_of_call on transfer (reference) where kind in ('CORRECTION', 'REFUND');

-- What a call's user has paid for it so far, but for one transfer; negative corrections gave money back.
create function call_paid(p_call uuid, p_but uuid) returns bigint language sql stable as $$
  select c.cost_micros - coalesce((
      select sum(e.amount_micros) from transfer t
        join entry e on e.transfer_id = t.id and e.account_id = c.account_id
        where t.kind = 'CORRECTION' and t.reference = c.id::text and t.id is distinct from p_but), 0)::bigint
    from cdr c where c.id = p_call
$$;

-- Tax that corrections have moved so far, in the house's sign.
create function call_tax(p_call uuid) returns bigint language sql stable as $$
  select c.tax_micros + coalesce((
      select sum(l.tax_difference_micros) from rerating_line l where l.call_id = c.id and l.state = 'BOOKED'), 0)::bigint
    from cdr c where c.id = p_call
$$;
create index rerating_line_call on rerating_line (call_id) where state = 'BOOKED';
