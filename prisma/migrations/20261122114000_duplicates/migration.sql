-- What looks as if it were in the ledger twice: contacts, documents, and records that the source sent twice.

CREATE TABLE duplicate_pair (
  tenant_id         uuid NOT NULL REFERENCES tenant (id),
  -- made of what it compares, so that a decision about it outlives every search
  id                uuid NOT NULL,
  subject           text NOT NULL CHECK (subject IN ('contact', 'document', 'record')),
  -- null of records that name no company
  connection_id     uuid,
  kind              text NOT NULL CHECK (kind IN ('customer', 'vendor', 'contact', 'invoice', 'bill')),
  -- the ledger's ids, or those of records; the left one sorts first
  left_key          varchar(255) NOT NULL COLLATE "C",
  right_key         varchar(255) NOT NULL COLLATE "C",
  score             smallint NOT NULL CHECK (score BETWEEN 0 AND 100),
  -- what agrees and what differs
  reasons           text[] NOT NULL DEFAULT '{}',
  state             text NOT NULL CHECK (state IN ('open', 'dismissed', 'gone')),
  -- more than two that are all alike are shown as one: by the pair whose id this is
  group_id          uuid NOT NULL,
  is_lead           boolean NOT NULL,
  group_size        smallint NOT NULL CHECK (group_size >= 2),
  -- what depends on it, one sum a currency: [{"currency": "USD", "amount": "10.00"}]
  money             jsonb NOT NULL DEFAULT '[]',
  money_key         double precision NOT NULL DEFAULT 0,
  -- the search that saw it last
  search_id         uuid NOT NULL,
  found_at          timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at      timestamptz(3) NOT NULL DEFAULT now(),
  gone_at           timestamptz(3),
  -- kept also while it is gone: what somebody decided holds when it is seen again
  dismissed_at      timestamptz(3),
  dismissed_by      uuid,
  dismissed_by_name varchar(255),
  dismissed_reason  text,
  version           integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id),
  CHECK (left_key < right_key),
  CHECK ((gone_at IS NOT NULL) = (state = 'gone')),
  CHECK (state <> 'dismissed' OR dismissed_at IS NOT NULL),
  CHECK (state <> 'open' OR dismissed_at IS NULL)
);
CREATE INDEX duplicate_pair_score ON duplicate_pair (tenant_id, state, subject, score DESC, id DESC);
CREATE INDEX duplicate_pair_money ON duplicate_pair (tenant_id, state, subject, money_key DESC, id DESC);
CREATE INDEX duplicate_pair_group ON duplicate_pair (tenant_id, group_id);

-- How far each search of a tenant is. No row: it was never made.
CREATE TABLE duplicate_search (
  tenant_id  uuid NOT NULL REFERENCES tenant (id),
  subject    text NOT NULL CHECK (subject IN ('contact', 'document', 'record')),
  -- who searches at this moment; null between searches
  runner     uuid,
  claimed_at timestamptz(3),
  -- by the clock, or after one that broke off
  due_at     timestamptz(3) NOT NULL DEFAULT now(),
  began_at   timestamptz(3),
  ended_at   timestamptz(3),
  -- in a row that broke off
  tries      integer NOT NULL DEFAULT 0,
  problem    text,
  found      integer NOT NULL DEFAULT 0,
  -- more were found than are kept
  is_cut     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, subject)
);

-- The searches that nobody makes and somebody should: those due, and those of what was read since the last one began.
-- Like waiting_imports, it enters one tenant after another with the caller's own rights, and leaves none
-- entered.
CREATE FUNCTION due_duplicate_searches(silent_seconds integer)
RETURNS TABLE (tenant_id uuid, subject text)
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
      SELECT t, s.subject
        FROM unnest(ARRAY['contact', 'document', 'record']) AS s (subject)
        LEFT JOIN duplicate_search d ON d.tenant_id = t AND d.subject = s.subject
       WHERE (d.runner IS NULL OR d.claimed_at < now() - make_interval(secs => silent_seconds))
         AND CASE s.subject
               WHEN 'record' THEN coalesce(d.due_at <= now(), EXISTS (SELECT FROM sync_record r WHERE r.tenant_id = t))
               ELSE
                 (d.due_at <= now() AND d.began_at IS NOT NULL)
                 OR (coalesce(d.tries, 0) = 0
                     AND EXISTS (SELECT FROM ledger_reading r
                                  WHERE r.tenant_id = t AND r.whole_at IS NOT NULL
                                    AND r.type = ANY (CASE s.subject WHEN 'contact' THEN ARRAY['customer', 'vendor']
                                                                     ELSE ARRAY['invoice', 'bill'] END)
                                    AND r.ended_at > coalesce(d.began_at, '-infinity')))
             END;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION due_duplicate_searches(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_duplicate_searches(integer) TO tieout_app;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['duplicate_pair', 'duplicate_search'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON duplicate_pair, duplicate_search TO tieout_app;
