-- Bulk work: operations with their frozen selection, run in batches by whoever holds the claim, and undone from what
-- their items keep. The two tables of the foundation were never written to by any version, so they are made anew.

DROP TABLE bulk_item;
DROP TABLE bulk_operation;

CREATE TABLE bulk_operation (
  tenant_id        uuid NOT NULL REFERENCES tenant (id),
  id               uuid NOT NULL,
  act              text NOT NULL CHECK (act IN ('status', 'exclude', 'include', 'undo')),
  target           smallint CHECK (target IN (0, 1, 2)),
  undoes           uuid,
  state            text NOT NULL CHECK (state IN ('freezing', 'previewed', 'running', 'stopping', 'stopped', 'finished', 'broken')),
  -- what was asked for; of ids, only how many
  selection        jsonb NOT NULL,
  -- what was frozen: how many, and how much, of each standing and currency
  parts            jsonb NOT NULL DEFAULT '[]',
  total            integer,
  done             integer NOT NULL DEFAULT 0,
  updated          integer NOT NULL DEFAULT 0,
  unchanged        integer NOT NULL DEFAULT 0,
  not_found        integer NOT NULL DEFAULT 0,
  skipped          jsonb NOT NULL DEFAULT '{}',
  reason           text,
  reference_number varchar(255),
  -- of a machine: runs as soon as it is frozen, since nobody looks at a preview
  is_self_starting boolean NOT NULL DEFAULT false,
  idempotency_key  varchar(255),
  request_hash     bytea,
  broken_reason    text,
  created_by_type  text NOT NULL CHECK (created_by_type IN ('person', 'api_key', 'job')),
  created_by       uuid,
  created_by_name  varchar(255) NOT NULL,
  address          varchar(64),
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  started_at       timestamptz(3),
  finished_at      timestamptz(3),
  -- who works on it at this moment: without this token nothing of it can be written
  runner           uuid,
  heartbeat_at     timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, undoes) REFERENCES bulk_operation (tenant_id, id),
  CHECK ((act = 'status') = (target IS NOT NULL)),
  CHECK ((act = 'undo') = (undoes IS NOT NULL)),
  CHECK (state IN ('freezing', 'broken') OR total IS NOT NULL)
);
CREATE INDEX bulk_operation_waiting ON bulk_operation (tenant_id, id) WHERE state IN ('freezing', 'running', 'stopping');
CREATE UNIQUE INDEX bulk_operation_idempotency ON bulk_operation (tenant_id, created_by, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
-- One thing is undone once at a time; one that was stopped may be undone on.
CREATE UNIQUE INDEX bulk_operation_undo ON bulk_operation (tenant_id, undoes)
  WHERE state IN ('running', 'stopping', 'finished') AND undoes IS NOT NULL;

-- An item without a result at or below its operation's `done` was updated; only the others are written again.
-- No foreign keys: hundreds of thousands of rows come by one statement, made from the records themselves, which nobody
-- may delete, and go with their operation.
CREATE TABLE bulk_item (
  tenant_id        uuid NOT NULL,
  operation_id     uuid NOT NULL,
  position         integer NOT NULL,
  record_id        uuid NOT NULL,
  -- the version that the record must still have
  version          integer NOT NULL,
  result           text CHECK (result IN ('unchanged', 'not_found', 'changed_meanwhile', 'not_allowed', 'excluded', 'in_ledger',
                                          'void', 'held')),
  -- the state to go back to: the record's own when it was frozen; of an undo, that of what it undoes
  former_sync_status            smallint,
  former_sync_date              timestamptz(3),
  former_pending_since          timestamptz(3),
  former_status_set_by          uuid,
  former_status_set_at          timestamptz(3),
  former_status_reason          text,
  former_is_by_hand             boolean,
  former_is_tried_after_closing boolean,
  former_reference_number       varchar(255),
  former_is_reference_by_hand   boolean,
  former_has_two_references     boolean,
  former_excluded_at            timestamptz(3),
  former_excluded_reason        text,
  former_excluded_by            uuid,
  PRIMARY KEY (tenant_id, operation_id, position)
);
CREATE INDEX bulk_item_result ON bulk_item (tenant_id, operation_id, result, position) WHERE result IS NOT NULL;

ALTER TABLE bulk_operation ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_operation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON bulk_operation
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE bulk_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_item FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON bulk_item
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_operation, bulk_item TO tieout_app;
-- A preview that nobody started may be cleared away; what was begun stays.
CREATE POLICY preview_delete ON bulk_operation AS RESTRICTIVE FOR DELETE
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND started_at IS NULL);

-- The operations of every tenant that somebody should work on: those that wait, and those whose worker has fallen
-- silent. It runs with the caller's own rights, entering one tenant after another, and leaves none entered.
CREATE FUNCTION waiting_bulk_operations(silent_seconds integer)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
#variable_conflict use_column
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    RETURN QUERY
      SELECT o.tenant_id, o.id FROM bulk_operation o
       WHERE o.tenant_id = t AND o.state IN ('freezing', 'running', 'stopping')
         AND (o.runner IS NULL OR o.heartbeat_at < now() - make_interval(secs => silent_seconds));
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION waiting_bulk_operations(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION waiting_bulk_operations(integer) TO tieout_app;

-- Machines may be given the right to change statuses.
ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check
  CHECK (scopes <@ ARRAY['records:read', 'records:write', 'records:status', 'attempts:write']);

-- What a tenant decided for itself; see lib/tenants/tenant-settings.ts.
ALTER TABLE tenant ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';
GRANT UPDATE (settings) ON tenant TO tieout_app;
