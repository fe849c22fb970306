-- What each direction of a call sounded like; null where nothing was measured. "user" is what came from the user's device,
-- "trunk" what came from the carrier. The three columns that were there before stay what they were: loss, jitter and score
-- of what came from the device.
alter table cdr
  add column user_packets        bigint check (user_packets >= 0),
  add column user_loss_pct       double precision,
  add column user_discard_pct    double precision,
  add column user_jitter_ms      double precision,
  add column user_concealed_pct  double precision,
  add column user_delay_ms       double precision,
  add column user_level_dbov     double precision,
  add column user_r_factor       double precision,
  add column user_mos            double precision,
  add column trunk_packets       bigint check (trunk_packets >= 0),
  add column trunk_loss_pct      double precision,
  add column trunk_discard_pct   double precision,
  add column trunk_jitter_ms     double precision,
  add column trunk_concealed_pct double precision,
  add column trunk_delay_ms      double precision,
  add column trunk_level_dbov    double precision,
  add column trunk_r_factor      double precision,
  add column trunk_mos           double precision,
  add column pipeline            text;
