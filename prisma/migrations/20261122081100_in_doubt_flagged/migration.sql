-- What a job took and never reported needs a look before a month is closed too, and is counted with the other few.

DROP INDEX sync_record_flagged;
CREATE INDEX sync_record_flagged ON sync_record (tenant_id, kind, document_date)
  INCLUDE (currency, amount, has_two_references, is_tried_after_closing, is_void_in_ledger, is_in_doubt)
  WHERE excluded_at IS NULL AND (has_two_references OR is_tried_after_closing OR is_void_in_ledger OR is_in_doubt);
