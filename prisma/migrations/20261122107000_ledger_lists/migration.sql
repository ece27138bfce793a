-- Readings of ledger lists that survive their worker, and what comparing them with records and sources' charts gave.

ALTER TABLE ledger_reading
  -- who reads at this moment; null between readings
  ADD COLUMN runner        uuid,
  ADD COLUMN heartbeat_at  timestamptz(3),
  -- what a reading of changes began from; null of a whole one
  ADD COLUMN since         timestamptz(3),
  -- no reading begins before it
  ADD COLUMN due_at        timestamptz(3) NOT NULL DEFAULT now(),
  -- readings in a row that failed
  ADD COLUMN tries         integer NOT NULL DEFAULT 0,
  -- pages of the reading under way, or of the last one
  ADD COLUMN pages         integer NOT NULL DEFAULT 0,
  -- a person emptied the list and had it read anew
  ADD COLUMN cleared_at    timestamptz(3),
  ADD COLUMN requested_by  varchar(255);

-- The lists that nobody reads and somebody should: those due of connections that are connected, a list that was never
-- read among them, and those whose worker has fallen silent. Like waiting_imports, it enters one tenant after another
-- with the caller's own rights, and leaves none entered.
CREATE FUNCTION due_ledger_lists(silent_seconds integer)
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
       CROSS JOIN unnest(ARRAY['account', 'customer', 'vendor', 'item', 'tax_code', 'tracking', 'currency'])
                  WITH ORDINALITY AS l (type, place)
        LEFT JOIN ledger_reading r ON r.tenant_id = c.tenant_id AND r.connection_id = c.id AND r.type = l.type
       WHERE c.tenant_id = t AND c.status = 'connected' AND coalesce(r.due_at <= now(), true)
         AND (r.runner IS NULL OR r.heartbeat_at < now() - make_interval(secs => silent_seconds))
       ORDER BY c.id, l.place;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION due_ledger_lists(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_ledger_lists(integer) TO tieout_app;

CREATE INDEX ledger_item_change_item ON ledger_item_change (tenant_id, connection_id, type, at DESC, id DESC);

-- What was compared when, and what came of it.
CREATE TABLE ledger_comparison (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  connection_id uuid NOT NULL,
  -- names on records with contacts, sources' charts with the ledger's, codes on records with the ledger's
  subject       text NOT NULL CHECK (subject IN ('names', 'charts', 'codes')),
  compared_at   timestamptz(3) NOT NULL,
  counts        jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, connection_id, subject),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);

-- Each name on records, and the contact it goes with.
CREATE TABLE name_match (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  connection_id  uuid NOT NULL,
  party          text NOT NULL CHECK (party IN ('payer', 'billing_org')),
  name           varchar(255) NOT NULL COLLATE "C",
  outcome        text NOT NULL CHECK (outcome IN ('missing', 'inactive', 'near', 'differs', 'exact')),
  -- what the two differ by
  reasons        text[] NOT NULL DEFAULT '{}',
  contact_type   text,
  contact_key    varchar(255) COLLATE "C",
  contact_name   varchar(255),
  -- further contacts that go with it as well
  others         integer NOT NULL DEFAULT 0,
  email          varchar(255),
  contact_email  varchar(255),
  email_outcome  text NOT NULL CHECK (email_outcome IN ('same', 'differs', 'none_on_records', 'none_in_ledger', 'no_contact')),
  -- of whatever status, and of those the ones that are pending or failed
  records        integer NOT NULL,
  open_records   integer NOT NULL,
  -- sums of the open ones, one a currency: [{"currency": "USD", "amount": "10.00"}]
  open_money     jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (tenant_id, connection_id, party, name),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX name_match_order ON name_match (tenant_id, connection_id, outcome, open_records DESC, party, name);

-- Each item of a source's chart, and the ledger's item it goes with.
CREATE TABLE chart_match (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  connection_id  uuid NOT NULL,
  reference_id   uuid NOT NULL,
  type           text NOT NULL CHECK (type IN ('account', 'item', 'tax_code', 'tracking')),
  outcome        text NOT NULL CHECK (outcome IN ('missing', 'inactive', 'differs', 'same')),
  reasons        text[] NOT NULL DEFAULT '{}',
  item_key       varchar(255) COLLATE "C",
  -- what it is searched and ordered by, as it was when it was compared
  name_key       varchar(255) NOT NULL COLLATE "C",
  PRIMARY KEY (tenant_id, connection_id, reference_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id),
  FOREIGN KEY (tenant_id, reference_id) REFERENCES reference_item (tenant_id, id)
);
CREATE INDEX chart_match_order ON chart_match (tenant_id, connection_id, type, outcome, name_key, reference_id);

-- Each code that lines of pending and failed records name, and what the ledger has under it.
CREATE TABLE code_match (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  connection_id  uuid NOT NULL,
  type           text NOT NULL CHECK (type IN ('account', 'item', 'tax_code', 'tracking')),
  code           varchar(255) NOT NULL COLLATE "C",
  outcome        text NOT NULL CHECK (outcome IN ('unknown', 'inactive', 'gone', 'active')),
  item_key       varchar(255) COLLATE "C",
  item_name      varchar(255),
  open_records   integer NOT NULL,
  open_money     jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (tenant_id, connection_id, type, code),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_comparison', 'name_match', 'chart_match', 'code_match'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

-- they can be worked out anew at any time
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_comparison, name_match, chart_match, code_match TO tieout_app;
