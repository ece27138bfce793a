-- The few records that need a look before a month is closed: another reference than the one entered by hand, tried again
-- after closing, or void here and still in the ledger. They are counted by this index alone, however large the month.

CREATE INDEX sync_record_flagged ON sync_record (tenant_id, kind, document_date)
  INCLUDE (currency, amount, has_two_references, is_tried_after_closing, is_void_in_ledger)
  WHERE excluded_at IS NULL AND (has_two_references OR is_tried_after_closing OR is_void_in_ledger);
