-- The text by which the failure of a record's last attempt is known, where that is not the reported message alone: what the
-- ledger's answer adds to it, or says where no message came (lib/causes/told-message.ts). `error_message_id` is its id then.
-- `error_message` stays as it was reported.
ALTER TABLE sync_record ADD COLUMN told_message text;
