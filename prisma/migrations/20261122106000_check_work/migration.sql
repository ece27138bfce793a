-- What the worker needs to run checks: which are due, which wait, and when each source was last heard of.

-- So many workers in a row died over a run; it is given up in the end.
ALTER TABLE check_run ADD COLUMN tries integer NOT NULL DEFAULT 0;
-- One run of a kind at a time: whoever asks again is shown the one that waits or runs. A guided one is about its own record.
CREATE UNIQUE INDEX check_run_once
  ON check_run (tenant_id, coalesce(connection_id, '00000000-0000-0000-0000-000000000000'), kind)
  WHERE state IN ('waiting', 'running') AND kind <> 'guided';

-- When each source last reported an outcome of a kind, now and at any moment before: one step down the index each, so that
-- the rhythm of weeks is read in some hundred steps however many attempts there are. 3 is Tieout's own: a job said nothing.
CREATE INDEX sync_attempt_received ON sync_attempt (tenant_id, source_id, kind, connection_id, received_at)
  WHERE outcome <> 3;

-- The tenants in which a check is due at a moment. A business without a connection is looked at too, by what its jobs
-- report. It runs with the caller's own rights, entering one tenant after another, and leaves none entered.
CREATE FUNCTION tenants_with_due_checks(due_at timestamptz, light_seconds integer)
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM connection c WHERE c.tenant_id = t AND c.status IN ('connected', 'lost')) THEN
      IF EXISTS (SELECT FROM connection c WHERE c.tenant_id = t AND c.status IN ('connected', 'lost')
                    AND (c.next_light_at IS NULL OR c.next_light_at <= due_at
                         OR c.next_full_at IS NULL OR c.next_full_at <= due_at)) THEN
        RETURN NEXT t;
      END IF;
    ELSIF NOT EXISTS (SELECT FROM check_run r WHERE r.tenant_id = t AND r.connection_id IS NULL
                         AND r.requested_at > due_at - make_interval(secs => light_seconds))
      AND (EXISTS (SELECT FROM sync_attempt a WHERE a.tenant_id = t)
           OR EXISTS (SELECT FROM source s WHERE s.tenant_id = t AND s.settings -> 'schedule' IS NOT NULL)) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_due_checks(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_due_checks(timestamptz, integer) TO tieout_app;

-- The runs that nobody works on and somebody should, the oldest of each tenant: those that wait, and those whose worker
-- has fallen silent.
CREATE FUNCTION waiting_check_runs(silent_seconds integer)
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
      SELECT r.tenant_id, r.id FROM check_run r
       WHERE r.tenant_id = t AND r.state IN ('waiting', 'running')
         AND (r.runner IS NULL OR r.heartbeat_at < now() - make_interval(secs => silent_seconds))
       -- a person who waits comes first
       ORDER BY r.kind IN ('light', 'full'), r.requested_at LIMIT 4;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION waiting_check_runs(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION waiting_check_runs(integer) TO tieout_app;
