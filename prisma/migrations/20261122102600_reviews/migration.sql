-- Reviews of a business's health that somebody signs, feeds for calendars, and the key that a channel's address is under.

ALTER TABLE notice_channel ADD COLUMN key_id varchar(64);

-- One review: opened by the clock or by a person, and signed once. What it found is kept as it was.
CREATE TABLE health_review (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  id             uuid NOT NULL,
  due_on         date NOT NULL,
  -- how often there was one then
  period         text NOT NULL CHECK (period IN ('month', 'quarter', 'half_year', 'by_hand')),
  -- the runs of checks that were asked for with it
  check_run_ids  uuid[] NOT NULL DEFAULT '{}',
  opened_at      timestamptz(3) NOT NULL DEFAULT now(),
  opened_by_name varchar(255) NOT NULL,
  -- what it showed when it was signed
  result         json,
  note           text,
  signed_by      uuid,
  signed_by_name varchar(255),
  signed_at      timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  CHECK ((signed_at IS NULL) = (result IS NULL) AND (signed_at IS NULL) = (signed_by_name IS NULL))
);
CREATE UNIQUE INDEX health_review_due ON health_review (tenant_id, due_on) WHERE period <> 'by_hand';
CREATE INDEX health_review_open ON health_review (tenant_id, due_on) WHERE signed_at IS NULL;

-- A secret address at which a calendar reads what is due.
CREATE TABLE calendar_feed (
  tenant_id       uuid NOT NULL REFERENCES tenant (id),
  id              uuid NOT NULL,
  name            varchar(255) NOT NULL,
  secret_hash     bytea NOT NULL,
  secret_hint     varchar(8) NOT NULL,
  created_by_name varchar(255) NOT NULL,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  last_read_at    timestamptz(3),
  revoked_at      timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, secret_hash)
);

ALTER TABLE health_review ENABLE ROW LEVEL SECURITY;
ALTER TABLE health_review FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON health_review
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_feed FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON calendar_feed
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT ON health_review, calendar_feed TO tieout_app;
-- When and why it was opened stays as it was; who may sign is said once.
GRANT UPDATE (result, note, signed_by, signed_by_name, signed_at) ON health_review TO tieout_app;
GRANT UPDATE (last_read_at, revoked_at) ON calendar_feed TO tieout_app;

-- How many secrets of every tenant are under which key, those of channels too.
CREATE OR REPLACE FUNCTION secrets_by_key()
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
               WHERE w.tenant_id = t AND w.previous_secret IS NOT NULL
              UNION ALL
              SELECT 'channel', c.key_id FROM notice_channel c WHERE c.tenant_id = t AND c.secret IS NOT NULL) s
       GROUP BY s.purpose, s.key_id;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION secrets_by_key() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION secrets_by_key() TO tieout_app;
