-- Calls that carry an Idempotency-Key, each with its answer for a day; and the source's reference data.

CREATE TABLE idempotent_call (
  tenant_id       uuid NOT NULL REFERENCES tenant (id),
  api_key_id      uuid NOT NULL,
  idempotency_key varchar(255) NOT NULL COLLATE "C",
  -- of method, address and body: what the same key must come with again
  request_hash    bytea NOT NULL,
  -- who works on it: without this token no answer can be written
  runner          uuid NOT NULL,
  started_at      timestamptz(3) NOT NULL DEFAULT now(),
  -- null while it runs
  status          smallint,
  -- encrypted with the caller's own API key, which is not stored: an answer may hold a secret that is shown once
  answer          bytea,
  PRIMARY KEY (tenant_id, api_key_id, idempotency_key),
  FOREIGN KEY (tenant_id, api_key_id) REFERENCES api_key (tenant_id, id),
  CHECK ((status IS NULL) = (answer IS NULL))
);
CREATE INDEX idempotent_call_started ON idempotent_call (tenant_id, started_at);

-- The chart of accounts, the names and the codes of a source system, as it last sent them. What the ledger has is read
-- into tables of its own, and compared with this by code and name.
CREATE TABLE reference_item (
  tenant_id    uuid NOT NULL REFERENCES tenant (id),
  id           uuid NOT NULL,
  source_id    uuid NOT NULL,
  type         text NOT NULL CHECK (type IN ('account', 'vendor', 'customer', 'item', 'tax_code', 'tracking')),
  external_key varchar(255) NOT NULL COLLATE "C",
  code         varchar(255),
  name         varchar(255) NOT NULL,
  -- the name as names are compared and sorted; see lib/reference/name-key.ts
  name_key     varchar(255) NOT NULL COLLATE "C",
  is_active    boolean NOT NULL DEFAULT true,
  -- what else its type has
  details      jsonb NOT NULL DEFAULT '{}',
  -- the snapshot that held it last
  snapshot     varchar(255),
  seen_at      timestamptz(3) NOT NULL DEFAULT now(),
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  updated_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source_id, type, external_key),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);
CREATE INDEX reference_item_name ON reference_item (tenant_id, type, name_key, id);

ALTER TABLE idempotent_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotent_call FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON idempotent_call USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE reference_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE reference_item FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON reference_item USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotent_call TO tieout_app;
GRANT SELECT, INSERT, UPDATE ON reference_item TO tieout_app;

-- Clears away every tenant's calls that began so long ago. With the caller's own rights, entering one tenant after
-- another, and leaving none entered.
CREATE FUNCTION clear_idempotent_calls(kept_hours integer) RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
  cleared integer := 0;
  deleted integer;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    DELETE FROM idempotent_call c WHERE c.tenant_id = t AND c.started_at < now() - make_interval(hours => kept_hours);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    cleared := cleared + deleted;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
  RETURN cleared;
END $$;
REVOKE ALL ON FUNCTION clear_idempotent_calls(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clear_idempotent_calls(integer) TO tieout_app;

-- Which scopes there are is written in lib/access/permissions.ts alone; one that it does not know gives nothing.
ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check
  CHECK (array_to_string(scopes, ' ', '?') ~ '^([a-z_]+:[a-z_]+( [a-z_]+:[a-z_]+)*)?$');
