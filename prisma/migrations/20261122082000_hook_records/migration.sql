-- The tenants with payloads that wait for a record. Like tenants_with_hook_payloads, it enters one tenant after another with
-- the caller's own rights, and leaves none entered.
CREATE INDEX hook_payload_unmatched ON hook_payload (tenant_id, id) WHERE state = 'unmatched';

CREATE FUNCTION tenants_with_unmatched_payloads()
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM hook_payload p WHERE p.tenant_id = t AND p.state = 'unmatched') THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_unmatched_payloads() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_unmatched_payloads() TO tieout_app;
