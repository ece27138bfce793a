-- What people set by hand is counted apart on every list: few records among many, found without reading the others.
CREATE INDEX sync_record_by_hand ON sync_record (tenant_id, kind, list_date DESC, id DESC)
  WHERE is_by_hand AND excluded_at IS NULL;
