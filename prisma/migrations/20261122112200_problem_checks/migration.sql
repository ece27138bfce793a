-- Looking, after a problem was fixed in the ledger, whether its records would pass now.

CREATE TABLE problem_check (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  id             uuid NOT NULL,
  problem_id     uuid NOT NULL,
  -- waiting for what is read of the ledger, and ready
  state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ready')),
  requested_by   varchar(255) NOT NULL,
  requested_at   timestamptz(3) NOT NULL DEFAULT now(),
  -- the lists that are read for it, and the run of checks that reads the company; none where records alone tell
  lists          text[] NOT NULL DEFAULT '{}',
  run_id         uuid,
  ended_at       timestamptz(3),
  -- what could not be read, in words
  unread         text,
  -- records beyond those that were looked at
  further        integer NOT NULL DEFAULT 0,
  -- which put back what will pass
  operation_id   uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, problem_id) REFERENCES problem (tenant_id, id),
  FOREIGN KEY (tenant_id, operation_id) REFERENCES bulk_operation (tenant_id, id)
);
CREATE INDEX problem_check_problem ON problem_check (tenant_id, problem_id, requested_at DESC);
-- one at a time
CREATE UNIQUE INDEX problem_check_waiting ON problem_check (tenant_id, problem_id) WHERE state = 'waiting';

CREATE TABLE problem_check_record (
  tenant_id      uuid NOT NULL,
  check_id       uuid NOT NULL,
  record_id      uuid NOT NULL,
  verdict        text NOT NULL CHECK (verdict IN ('will_pass', 'will_fail', 'may_fail', 'not_known')),
  cause          varchar(40),
  words          text,
  -- what was looked at: one that has changed since is not put back
  record_version integer NOT NULL,
  PRIMARY KEY (tenant_id, check_id, record_id),
  FOREIGN KEY (tenant_id, check_id) REFERENCES problem_check (tenant_id, id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id)
);

-- The checks that wait. Like waiting_imports, it enters one tenant after another with the caller's own rights, and leaves
-- none entered.
CREATE FUNCTION waiting_problem_checks()
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
    RETURN QUERY SELECT c.tenant_id, c.id FROM problem_check c WHERE c.tenant_id = t AND c.state = 'waiting';
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION waiting_problem_checks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION waiting_problem_checks() TO tieout_app;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['problem_check', 'problem_check_record'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON problem_check TO tieout_app;
GRANT SELECT, INSERT ON problem_check_record TO tieout_app;
