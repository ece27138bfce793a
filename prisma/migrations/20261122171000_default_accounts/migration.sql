-- Contacts of Xero are read with the accounts that are set for them. Those that were read before without are read once
-- more as a whole, since a list is read by what changed.
DO $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    UPDATE ledger_reading r SET read_until = NULL
      FROM connection c
     WHERE r.tenant_id = t AND c.tenant_id = t AND c.id = r.connection_id AND c.ledger = 'xero'
       AND r.type IN ('customer', 'vendor');
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;

CREATE OR REPLACE FUNCTION forecast_basis(t uuid) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public
AS $$
  SELECT md5(coalesce(string_agg(part, '|' ORDER BY part COLLATE "C"), ''))
    FROM (SELECT concat('connection ', c.id, c.status, c.company_name, md5(c.company::text)) AS part
            FROM connection c WHERE c.tenant_id = t
          UNION ALL
          -- what is no longer read says less than what is
          SELECT concat('list ', r.connection_id, r.type, r.whole_at IS NOT NULL, r.cleared_at,
                        coalesce(r.read_until, r.whole_at) > now() - interval '30 hours',
                        (SELECT max(i.at) FROM ledger_item_change i
                          WHERE i.tenant_id = t AND i.connection_id = r.connection_id AND i.type = r.type))
            FROM ledger_reading r WHERE r.tenant_id = t
          UNION ALL
          -- documents have no list of what changed: each reading of them counts
          SELECT concat('documents ', r.connection_id, r.type, r.ended_at)
            FROM ledger_reading r
           WHERE r.tenant_id = t AND r.type IN ('invoice', 'bill') AND r.state = 'read'
          UNION ALL
          SELECT concat('outage ', o.id) FROM connection_outage o
           WHERE o.tenant_id = t AND o.matter = 'job_link' AND o.ended_at IS NULL
          UNION ALL
          SELECT concat('source ', s.id, s.name, md5(s.settings::text)) FROM source s WHERE s.tenant_id = t
          UNION ALL
          -- documents are refused for what their contacts have not set: then that speaks against others too
          SELECT DISTINCT concat('default accounts ', p.connection_id) FROM problem p
           WHERE p.tenant_id = t AND p.state <> 'solved' AND p.cause = 'missing_account_mapping'
             AND p.about_type IN ('vendor', 'customer', 'contact')
          UNION ALL
          SELECT concat('claims ', EXISTS (SELECT FROM claim k WHERE k.tenant_id = t))) parts
$$;
