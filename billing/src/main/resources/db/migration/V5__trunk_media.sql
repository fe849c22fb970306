-- What a trunk's media is like, besides its codecs. The defaults leave every trunk as it was, except that digits are
-- also heard and sent as tones where a carrier has no telephone events.
alter table trunk
  add column ptime_ms            int not null default 20 check (ptime_ms between 10 and 60 and ptime_ms % 10 = 0),
  add column comfort_noise       boolean not null default false,
  add column silence_suppression boolean not null default false,
  add column srtp                text not null default 'OFF' check (srtp in ('OFF', 'OPTIONAL', 'REQUIRED')),
  add column rtcp_mux            boolean not null default false,
  add column echo_cancellation   boolean not null default false,
  add column echo_tail_ms        int not null default 64 check (echo_tail_ms between 8 and 128),
  add column gain_control        boolean not null default false,
  add column dtmf                text not null default 'AUTO' check (dtmf in ('RFC4733', 'INBAND', 'AUTO')),
  add column country             text check (country ~ '^[A-Z]{2}$');

comment on column trunk.codecs is 'rtpmap names, preferred first, separated by commas';
comment on column trunk.srtp is 'SDES: REQUIRED offers and takes RTP/SAVP only, OPTIONAL offers RTP/AVP and takes both';
comment on column trunk.country is 'whose tones callers hear on this trunk; null: those of the number called';
