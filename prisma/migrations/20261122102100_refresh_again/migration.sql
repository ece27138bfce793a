-- When a grant is to be refreshed again by the worker: after an answer that got lost, and once more after it was got back,
-- since what was lost may take effect late and end the pair that was got back.
ALTER TABLE ledger_grant ADD COLUMN refresh_again_at timestamptz(3);

-- The grants of every tenant that the worker has to refresh: those that somebody left in the middle of it, those whose
-- answer got lost, and those whose refresh token nobody has used for long. It runs with the caller's own rights, entering
-- one tenant after another, and leaves none entered.
CREATE FUNCTION due_ledger_refreshes()
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
      SELECT g.tenant_id, g.id FROM ledger_grant g
       WHERE g.tenant_id = t AND g.tokens IS NOT NULL AND g.dead_at IS NULL
         AND (g.refresh_until IS NULL OR g.refresh_until <= now())
         AND (g.refresh_runner IS NOT NULL OR g.refresh_again_at <= now()
              OR (g.refresh_again_at IS NULL
                  AND (g.issued_at <= now() - interval '7 days' OR g.refresh_ends_at <= now() + interval '14 days')
                  AND g.issued_at <= now() - interval '1 day'))
       ORDER BY g.refresh_ends_at;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION due_ledger_refreshes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_ledger_refreshes() TO tieout_app;
