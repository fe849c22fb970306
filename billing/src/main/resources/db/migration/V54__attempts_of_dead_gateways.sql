-- Attempts are noted in the call's journal as they begin, so that a call whose gateway died keeps them.
alter table call_journal add column attempts jsonb;

-- A record that brings no attempts of its own was written for a dead gateway: what the journal knows is that a trunk was
-- tried, and when. The last one carried the call; how those before it ended nobody knows any more.
create function journalled_attempts() returns trigger language plpgsql as $$
begin
  insert into call_attempt (id, call_id, ordinal, kind, target, dialled, sent, caller, started_at, answered_at, ended_at,
      talk_ms, cause, side)
    select b.id, new.id, b.ordinal, 'TRUNK', b.target, new.dialled, new.number, new.caller, b.started_at,
        case when b.next_at is null then greatest(new.answered_at, b.started_at) end,
        greatest(coalesce(b.next_at, new.ended_at), b.started_at),
        case when b.next_at is null then new.talk_ms else 0 end,
        case when b.next_at is null then new.cause else 'unknown' end,
        case when b.next_at is null then new.side else 'network' end
      from (select a.id, a.ordinal, a.target, a.started_at, lead(a.started_at) over (order by a.ordinal) as next_at
              from call_journal j cross join lateral jsonb_populate_recordset(null::call_attempt, j.attempts) a
              where j.call_id = new.id) b
    on conflict (id) do nothing;
  return null;
end $$;
create trigger cdr_attempts_journalled after insert on cdr
  for each row when (new.cause = 'gateway-failure' and new.explanation -> 'attempts' is null)
  execute function journalled_attempts();
