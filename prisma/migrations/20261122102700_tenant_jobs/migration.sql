-- What the worker does for each business again and again: when it runs next, who runs it now, and what failed for good.
CREATE TABLE tenant_job (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  -- the names are written in lib/jobs/tenant-jobs.ts alone
  name          varchar(64) NOT NULL,
  next_run_at   timestamptz(3) NOT NULL DEFAULT now(),
  -- who runs it, and until when nobody else may: whoever has not ended by then has died
  claim         uuid,
  claimed_until timestamptz(3),
  -- runs since the last one that ended well, also those that died
  tries         integer NOT NULL DEFAULT 0,
  last_done_at  timestamptz(3),
  last_failed_at timestamptz(3),
  -- what failed, without what it was about
  problem       text,
  -- it failed so often that it is left alone until somebody says otherwise
  poisoned_at   timestamptz(3),
  PRIMARY KEY (tenant_id, name)
);

ALTER TABLE tenant_job ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_job FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON tenant_job
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON tenant_job TO tieout_app;

-- The tenants for which one of these jobs is due, or has never run. It runs with the caller's own rights, entering one
-- tenant after another, and leaves none entered.
CREATE FUNCTION tenants_with_due_jobs(names text[])
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM unnest(names) AS n(name)
                 LEFT JOIN tenant_job j ON j.tenant_id = t AND j.name = n.name
                WHERE j.name IS NULL
                   OR (j.poisoned_at IS NULL AND j.next_run_at <= now() AND coalesce(j.claimed_until <= now(), true))) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_due_jobs(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_due_jobs(text[]) TO tieout_app;
