-- Secrets are encrypted under a ring of keys: each row says which. Without a name it is the older way of webhooks.
ALTER TABLE webhook_subscription
  ADD COLUMN key_id varchar(64),
  ADD COLUMN previous_key_id varchar(64);

-- How many secrets of every tenant are under which key, for the job that encrypts them anew and for whoever wants to take
-- a key away. It runs with the caller's own rights, entering one tenant after another, and leaves none entered.
CREATE FUNCTION secrets_by_key()
RETURNS TABLE (tenant_id uuid, purpose text, key_id text, secrets integer)
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
      SELECT t, s.purpose, s.key_id::text, count(*)::int
        FROM (SELECT 'ledger_grant' AS purpose, g.key_id FROM ledger_grant g
               WHERE g.tenant_id = t AND g.tokens IS NOT NULL
              UNION ALL
              SELECT 'connect_attempt', a.key_id FROM connect_attempt a
               WHERE a.tenant_id = t AND a.secret IS NOT NULL
              UNION ALL
              SELECT 'webhook', w.key_id FROM webhook_subscription w WHERE w.tenant_id = t AND w.secret IS NOT NULL
              UNION ALL
              SELECT 'webhook', w.previous_key_id FROM webhook_subscription w
               WHERE w.tenant_id = t AND w.previous_secret IS NOT NULL) s
       GROUP BY s.purpose, s.key_id;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION secrets_by_key() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION secrets_by_key() TO tieout_app;
