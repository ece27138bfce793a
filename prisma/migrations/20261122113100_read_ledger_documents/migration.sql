-- The lists that nobody reads and somebody should, and after them the documents.
CREATE OR REPLACE FUNCTION due_ledger_lists(silent_seconds integer)
RETURNS TABLE (tenant_id uuid, connection_id uuid, type text)
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
      SELECT c.tenant_id, c.id, l.type
        FROM connection c
       CROSS JOIN unnest(ARRAY['account', 'customer', 'vendor', 'item', 'tax_code', 'tracking', 'currency',
                               'invoice', 'bill', 'invoice_payment', 'bill_payment'])
                  WITH ORDINALITY AS l (type, place)
        LEFT JOIN ledger_reading r ON r.tenant_id = c.tenant_id AND r.connection_id = c.id AND r.type = l.type
       WHERE c.tenant_id = t AND c.status = 'connected'
         AND (coalesce(r.due_at <= now(), true) OR (r.state = 'failed' AND r.ended_at < c.status_since))
         AND (r.runner IS NULL OR r.heartbeat_at < now() - make_interval(secs => silent_seconds))
       ORDER BY c.id, l.place;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
