-- How a way to a provider was begun and how it ended, and which tenants the worker has connections to look after.

ALTER TABLE connect_attempt
  ADD COLUMN environment text NOT NULL DEFAULT 'production'
             CHECK (environment IN ('production', 'sandbox', 'demo')),
  -- the provider's own words of a refusal
  ADD COLUMN end_detail  text;

-- The tenants that have a connection which is to end when it is clear, or secrets of an attempt whose time is over.
-- With the caller's own rights, entering one tenant after another, and nothing but ids comes out.
CREATE FUNCTION tenants_with_connection_work() RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM connection c WHERE c.tenant_id = t AND c.ends_when_clear_at IS NOT NULL)
       OR EXISTS (SELECT FROM connect_attempt a
                   WHERE a.tenant_id = t AND a.secret IS NOT NULL AND a.expires_at <= now()) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_connection_work() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_connection_work() TO tieout_app;
