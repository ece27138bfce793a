-- What will become of pending records, told before they are tried, and what then became of them.

-- Records in the order in which they changed: what changed since a moment is one range of it.
CREATE INDEX sync_record_changed ON sync_record (tenant_id, updated_at, id);

-- One a pending record that was looked at. It goes once the record is no longer pending.
CREATE TABLE record_forecast (
  tenant_id      uuid NOT NULL,
  record_id      uuid NOT NULL,
  outcome        text NOT NULL CHECK (outcome IN ('will_fail', 'may_fail', 'will_pass', 'not_known')),
  -- of the first reason: the rule that gave it, the cause of the taxonomy, and what it is about
  rule           varchar(40),
  cause          varchar(40),
  about_type     varchar(40),
  about_name     varchar(255),
  -- all of them, in the order in which they matter, each with its words
  reasons        jsonb NOT NULL DEFAULT '[]',
  -- when it was first said so, of which version, and when the reference data that it goes by had been read then
  made_at        timestamptz(3) NOT NULL,
  record_version integer NOT NULL,
  basis          jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, record_id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id)
);
CREATE INDEX record_forecast_outcome ON record_forecast (tenant_id, outcome, cause, record_id);

-- What the next attempt gave: the forecast as it stood then, and the truth. Kept for ever.
CREATE TABLE forecast_result (
  tenant_id      uuid NOT NULL,
  attempt_id     uuid NOT NULL,
  record_id      uuid NOT NULL,
  forecast       text NOT NULL CHECK (forecast IN ('will_fail', 'may_fail', 'will_pass', 'not_known')),
  rule           varchar(40),
  cause          varchar(40),
  made_at        timestamptz(3) NOT NULL,
  attempted_at   timestamptz(3) NOT NULL,
  -- complete 1, failed 2, as on the attempt
  outcome        smallint NOT NULL CHECK (outcome IN (1, 2)),
  -- what it failed of
  actual_cause   varchar(40),
  PRIMARY KEY (tenant_id, attempt_id),
  FOREIGN KEY (tenant_id, attempt_id) REFERENCES sync_attempt (tenant_id, id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id)
);
CREATE INDEX forecast_result_time ON forecast_result (tenant_id, attempted_at)
  INCLUDE (forecast, rule, cause, outcome, actual_cause);

-- How far a tenant's records have been looked at: up to which change, and by which reference data all of them.
CREATE TABLE forecast_walk (
  tenant_id       uuid PRIMARY KEY REFERENCES tenant (id),
  changed_through timestamptz(3) NOT NULL,
  changed_id      uuid NOT NULL,
  -- what the last walk over all of them went by, and the walk under way: its place is the last record that it has done
  basis           text NOT NULL DEFAULT '',
  walk_basis      text,
  walk_kind       text,
  walk_date       timestamptz(3),
  walk_id         uuid
);

-- What the forecasts of a tenant go by besides the records themselves, in few letters: it differs once a list, what a company
-- says of itself, a connection, the link of a sync job or a source's settings changed.
CREATE FUNCTION forecast_basis(t uuid) RETURNS text
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
          SELECT concat('outage ', o.id) FROM connection_outage o
           WHERE o.tenant_id = t AND o.matter = 'job_link' AND o.ended_at IS NULL
          UNION ALL
          SELECT concat('source ', s.id, s.name, md5(s.settings::text)) FROM source s WHERE s.tenant_id = t
          UNION ALL
          SELECT concat('claims ', EXISTS (SELECT FROM claim k WHERE k.tenant_id = t))) parts
$$;
REVOKE ALL ON FUNCTION forecast_basis(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forecast_basis(uuid) TO tieout_app;

-- The tenants of which something changed since their records were looked at. Like waiting_imports, it enters one tenant
-- after another with the caller's own rights, and leaves none entered.
CREATE FUNCTION tenants_to_forecast()
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
                   WHERE r.tenant_id = t AND (r.updated_at, r.id) > (w.changed_through, w.changed_id))
       OR w.basis <> forecast_basis(t) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_to_forecast() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_forecast() TO tieout_app;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['record_forecast', 'forecast_result', 'forecast_walk'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON record_forecast TO tieout_app;
GRANT SELECT, INSERT, UPDATE ON forecast_walk TO tieout_app;
GRANT SELECT, INSERT ON forecast_result TO tieout_app;
