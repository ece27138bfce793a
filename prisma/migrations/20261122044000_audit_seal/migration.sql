-- The audit log's seals and checkpoints (appended, never changed), and its indexes for who and what.
--
-- Seals are written behind the writers' backs, a block of events at a time, so that audit_event itself gains no
-- column: a bulk act writes 100,000 events at once.

-- One block of sealed events. `hash` covers everything else of the row and the hash of the block before.
CREATE TABLE audit_seal (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  sequence      bigint NOT NULL CHECK (sequence > 0),
  sealed_at     timestamptz(3) NOT NULL,
  -- how many events this block and all before it hold
  event_total   bigint NOT NULL,
  -- the smallest and the greatest id in the block, to find the blocks that may hold an id
  first_id      uuid NOT NULL,
  last_id       uuid NOT NULL,
  event_ids     uuid[] NOT NULL,
  -- SHA-256 of each event, one after the other, in the order of event_ids
  event_hashes  bytea NOT NULL,
  previous_hash bytea NOT NULL,
  hash          bytea NOT NULL,
  PRIMARY KEY (tenant_id, sequence),
  CHECK (cardinality(event_ids) > 0 AND octet_length(event_hashes) = 32 * cardinality(event_ids))
);
CREATE INDEX audit_seal_last ON audit_seal (tenant_id, last_id);

-- The state of the chain at one moment, signed. Copies of it are held outside the database.
CREATE TABLE audit_checkpoint (
  tenant_id    uuid NOT NULL REFERENCES tenant (id),
  sequence     bigint NOT NULL,
  event_total  bigint NOT NULL,
  hash         bytea NOT NULL,
  signed_at    timestamptz(3) NOT NULL,
  -- every event dated before this was sealed by then
  complete_to  timestamptz(3) NOT NULL,
  -- null when no key was there to sign with
  key_id       varchar(64),
  signature    bytea,
  PRIMARY KEY (tenant_id, sequence),
  FOREIGN KEY (tenant_id, sequence) REFERENCES audit_seal (tenant_id, sequence),
  CHECK ((key_id IS NULL) = (signature IS NULL))
);

-- Where the sealer looks next; it may be thrown away at any time, which costs one look at everything.
CREATE TABLE audit_sealer (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant (id),
  scan_from  uuid NOT NULL,
  counted_at timestamptz(3) NOT NULL
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_seal', 'audit_checkpoint', 'audit_sealer']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON audit_seal, audit_checkpoint TO tieout_app;
GRANT SELECT, INSERT, UPDATE ON audit_sealer TO tieout_app;

-- A rare actor or a rare act among millions of events. Both only grow at their ends, which is cheap to write.
CREATE INDEX audit_event_actor ON audit_event (tenant_id, actor_id, id DESC);
CREATE INDEX audit_event_action ON audit_event (tenant_id, action, id DESC);
