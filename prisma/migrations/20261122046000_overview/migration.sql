-- The month-end view: figures by document date, and what came in without a record.

-- One range of it is a kind's records of one status in a period. It carries what the figures add up, so that a month
-- is counted without reading its records; the lists that prove the figures find their records by it.
CREATE INDEX sync_record_document ON sync_record (tenant_id, kind, sync_status, document_date)
  INCLUDE (currency, amount, is_by_hand, difference, differs, is_changed_since_sync, list_date, error_message_id)
  WHERE excluded_at IS NULL;

-- Newest first, a page at a time.
CREATE INDEX sync_attempt_inbox ON sync_attempt (tenant_id, attempted_at DESC, id DESC) WHERE record_id IS NULL;
CREATE INDEX rejected_item_inbox ON rejected_item (tenant_id, last_at DESC, id DESC);
