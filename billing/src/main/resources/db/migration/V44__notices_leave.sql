-- Notices leave through the outbox, in the transaction that makes them true. Without an outbox they stay in their table.
create function notice_to_outbox() returns trigger language plpgsql as $$
begin
  if to_regprocedure('outbox_publish(text, text, jsonb)') is not null then
    perform outbox_publish('notice.' || new.kind,
      coalesce((select username from account where id = new.account_id), 'operator'),
      jsonb_strip_nulls(jsonb_build_object('id', new.id, 'kind', new.kind,
        'user', (select username from account where id = new.account_id), 'words', new.words, 'detail', new.detail,
        'at', new.at)));
  end if;
  return null;
end $$;
create trigger notice_outbox after insert on notice for each row execute function notice_to_outbox();
