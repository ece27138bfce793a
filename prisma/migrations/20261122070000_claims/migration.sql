-- Claims: sync jobs take pending records, each held by one of them until it reports, gives it back, or its time runs out.

-- One row a call that took records; kept, so that the same call repeated is answered with the same claim.
CREATE TABLE claim (
  tenant_id       uuid NOT NULL REFERENCES tenant (id),
  id              uuid NOT NULL,
  source_id       uuid NOT NULL,
  api_key_id      uuid NOT NULL,
  record_count    integer NOT NULL CHECK (record_count > 0),
  claimed_at      timestamptz(3) NOT NULL,
  idempotency_key varchar(255),
  request_hash    bytea,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id),
  FOREIGN KEY (tenant_id, api_key_id) REFERENCES api_key (tenant_id, id)
);
CREATE UNIQUE INDEX claim_idempotency ON claim (tenant_id, api_key_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- One row a record that a job holds: a table of its own, so that taking a record never rewrites its wide row. What has
-- run out is still held until it is swept into an attempt of outcome unknown.
CREATE TABLE lease (
  tenant_id       uuid NOT NULL,
  record_id       uuid NOT NULL,
  claim_id        uuid NOT NULL,
  -- the source whose keys hold it, and its name at that moment
  source_id       uuid NOT NULL,
  holder          varchar(255) NOT NULL,
  content_version integer NOT NULL,
  claimed_at      timestamptz(3) NOT NULL,
  expires_at      timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, record_id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id),
  -- the claim is written last, once it is known that it took something
  FOREIGN KEY (tenant_id, claim_id) REFERENCES claim (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX lease_claim ON lease (tenant_id, claim_id);
CREATE INDEX lease_expiry ON lease (tenant_id, expires_at);

-- Where the last call stopped that looked at as many records as one call may, and took too few: the next one goes on
-- behind them, so that records which wait never keep others out of reach. Without a time it begins with the oldest.
CREATE TABLE claim_scan (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  -- which kinds of which sources it looks through
  scope       text NOT NULL,
  after_since timestamptz(3),
  after_id    uuid,
  PRIMARY KEY (tenant_id, scope),
  CHECK ((after_since IS NULL) = (after_id IS NULL))
);

ALTER TABLE claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE claim FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON claim USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE lease FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON lease USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE claim_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE claim_scan FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON claim_scan USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT ON claim TO tieout_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON lease TO tieout_app;
GRANT SELECT, INSERT, UPDATE ON claim_scan TO tieout_app;

-- A job took the record and said nothing: it may be in the ledger. Only of pending records.
ALTER TABLE sync_record ADD COLUMN is_in_doubt boolean NOT NULL DEFAULT false;
ALTER TABLE sync_record ADD CONSTRAINT sync_record_doubt CHECK (NOT is_in_doubt OR sync_status = 0) NOT VALID;
CREATE INDEX sync_record_in_doubt ON sync_record (tenant_id, kind, list_date DESC, id DESC)
  WHERE is_in_doubt AND excluded_at IS NULL;

-- Pending records by the source's own word for their state, oldest first: of a million that wait for that word to change,
-- a claim reads none.
CREATE INDEX sync_record_claimable ON sync_record (tenant_id, kind, source_id, source_status, pending_since, id)
  WHERE sync_status = 0 AND excluded_at IS NULL;

-- 3: unknown, of a job that took the record and said nothing; Tieout's own, dated at the claim.
ALTER TABLE sync_attempt DROP CONSTRAINT sync_attempt_outcome_check;
ALTER TABLE sync_attempt ADD CONSTRAINT sync_attempt_outcome_check CHECK (outcome IN (1, 2, 3));

-- What a move takes away is put back by undoing it; of what a job held, who and until when.
ALTER TABLE bulk_item ADD COLUMN former_is_in_doubt boolean;
ALTER TABLE bulk_item ADD COLUMN held_by varchar(255);
ALTER TABLE bulk_item ADD COLUMN held_until timestamptz(3);

-- The tenants that have leases which ran out. With the caller's own rights, entering one tenant after another, and
-- leaving none entered.
CREATE FUNCTION tenants_with_run_out_leases() RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM lease l WHERE l.tenant_id = t AND l.expires_at <= now()) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_run_out_leases() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_run_out_leases() TO tieout_app;
