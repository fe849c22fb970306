-- What prices a call beyond price, fee and increments. The function that reads it is billing.rating.CallTariff.

alter table deck
  add column side                 text not null default 'SELL' check (side in ('SELL', 'BUY')),
  add column tax_added            boolean not null default false,
  add column rounding             text not null default 'HALF_UP'
    check (rounding in ('HALF_UP', 'HALF_EVEN', 'UP', 'DOWN')),
  add column rounding_unit_micros bigint not null default 1 check (rounding_unit_micros between 1 and 10000000),
  add column band_zone            text not null default 'CALLER',
  add column effective_from       timestamptz(3),
  add column effective_to         timestamptz(3),
  add check (effective_from < effective_to);
alter table deck add column named_only boolean not null default false;
comment on column deck.named_only is 'prices only accounts whose tariff names it';
comment on column deck.side is 'SELL: what users pay; BUY: what a carrier asks';
comment on column deck.band_zone is 'whose clock bands go by: CALLER, DESTINATION or a tz database zone';
comment on column deck.effective_from is 'the start of a call picks the version: from this instant on, before effective_to';

alter table rate
  add column minimum_micros bigint not null default 0 check (minimum_micros >= 0),
  add column grace_s        int not null default 0 check (grace_s >= 0),
  add column bands          text not null default '';
comment on column rate.bands is 'as billing.rating.RateBands writes them: peak Mon-Fri 08:00-20:00 0.02; ...';

-- An account's own agreement; without a row the deck of its currency, without discount.
create table account_tariff (
  account_id     bigint primary key references account,
  deck_name      text,
  discount_bp    int not null default 0 check (discount_bp between 0 and 10000),
  discount_group text not null default '',
  zone           text,
  max_call_s     int check (max_call_s between 1 and 2592000),
  actor          text not null,
  updated_at     timestamptz(3) not null default now()
);
comment on column account_tariff.discount_group is 'destination group that the discount is for; empty for all';

-- The value that priced a call, whole: recovery, re-rating and explanation charge by it, whatever became of the deck.
alter table call_journal add column tariff jsonb;

-- What the carrier asks for the call, without tax. ledger_settle books it by the same two names.
alter table cdr
  add column tariff              jsonb,
  add column carrier_cost_micros bigint check (carrier_cost_micros >= 0),
  add column carrier_currency    text,
  add column carrier_deck_id     bigint,
  add column carrier_prefix      text;

alter table trunk add column vendor_deck text;
comment on column trunk.vendor_deck is 'name of the BUY deck by which its carrier bills; null: cost unknown';
alter table route add column allow_loss boolean not null default false;
comment on column route.allow_loss is 'calls may take this route though they bring in less than the carrier asks';
