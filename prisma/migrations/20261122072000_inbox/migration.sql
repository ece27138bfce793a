-- The inbox: what people decided about what came in and is in no list.

-- An attempt never changes, so what was decided about one that has no record stands beside it.
CREATE TABLE attempt_dismissal (
  tenant_id         uuid NOT NULL,
  attempt_id        uuid NOT NULL,
  dismissed_at      timestamptz(3) NOT NULL DEFAULT now(),
  dismissed_by      uuid,
  dismissed_by_name varchar(255) NOT NULL,
  reason            text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
  PRIMARY KEY (tenant_id, attempt_id),
  FOREIGN KEY (tenant_id, attempt_id) REFERENCES sync_attempt (tenant_id, id)
);
ALTER TABLE attempt_dismissal ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempt_dismissal FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON attempt_dismissal
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON attempt_dismissal TO tieout_app;

-- A refused item waits until a person dismisses it, or until what it was about is accepted: sent again and right, or
-- put right by a person. What it was about is known where the item could be read so far.
ALTER TABLE rejected_item
  ADD COLUMN state             text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dismissed', 'settled')),
  ADD COLUMN state_at          timestamptz(3),
  ADD COLUMN state_by          uuid,
  ADD COLUMN state_by_name     varchar(255),
  ADD COLUMN state_reason      text CHECK (length(state_reason) BETWEEN 1 AND 2000),
  ADD COLUMN subject_source_id uuid,
  ADD COLUMN subject_kind      text CHECK (subject_kind IN ('attempt', 'invoice', 'invoice_payment', 'bill', 'bill_payment')),
  ADD COLUMN subject_key       varchar(255);

DROP INDEX rejected_item_inbox;
CREATE INDEX rejected_item_inbox ON rejected_item (tenant_id, state, last_at DESC, id DESC);
CREATE INDEX rejected_item_subject ON rejected_item (tenant_id, subject_source_id, subject_kind, subject_key)
  WHERE state = 'waiting' AND subject_key IS NOT NULL;

-- Records that are still open, by what they amount to: those that an attempt without a record could mean.
CREATE INDEX sync_record_open_amount ON sync_record (tenant_id, kind, amount_key)
  WHERE sync_status <> 1 AND excluded_at IS NULL;

-- What hooks received and nobody could place, newest first, a page at a time.
CREATE INDEX hook_payload_inbox ON hook_payload (tenant_id, received_at DESC, id DESC)
  WHERE state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed');
