-- Of a table that is new to the planner every index is as good as any other: this one is for those alone who ask what
-- changed, so that it is never taken for another. Whoever asks says the condition too.
DROP INDEX sync_record_changed;
CREATE INDEX sync_record_changed ON sync_record (tenant_id, updated_at, id) WHERE updated_at > '-infinity';

CREATE OR REPLACE FUNCTION tenants_to_forecast()
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
  w record;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    SELECT * INTO w FROM forecast_walk f WHERE f.tenant_id = t;
    IF NOT FOUND OR w.walk_basis IS NOT NULL
       OR EXISTS (SELECT FROM sync_record r
                   WHERE r.tenant_id = t AND r.updated_at > '-infinity'
                     AND (r.updated_at, r.id) > (w.changed_through, w.changed_id))
       OR w.basis <> forecast_basis(t) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;

-- A number may be taken by a document that the ledger itself holds.
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
          SELECT concat('claims ', EXISTS (SELECT FROM claim k WHERE k.tenant_id = t))) parts
$$;
