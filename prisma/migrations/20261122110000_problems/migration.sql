-- Failures grouped by their cause and what they are about, what people do about each, and what proved that it is over.

-- Names the problem that a message is of: made from the cause and what it is about (lib/causes/problem-key.ts). Null where
-- nobody has diagnosed the message since; the worker does.
ALTER TABLE message_diagnosis ADD COLUMN problem_key uuid;
CREATE INDEX message_diagnosis_problem ON message_diagnosis (tenant_id, problem_key, message_id)
  WHERE problem_key IS NOT NULL;

-- The message of a failed attempt, by the id that it has in error_message if it was ever a record's last one.
ALTER TABLE sync_attempt ADD COLUMN error_message_id uuid;

-- Those there are, by ids made as lib/ingest/error-messages.ts makes them. The policies let nobody change an attempt that
-- has a record, the owner neither, until this is done.
ALTER TABLE sync_attempt NO FORCE ROW LEVEL SECURITY;
UPDATE sync_attempt a
   SET error_message_id = encode(set_byte(set_byte(h.hash, 6, (get_byte(h.hash, 6) & 15) | 128),
                                          8, (get_byte(h.hash, 8) & 63) | 128), 'hex')::uuid
  FROM (SELECT m.error_message, substring(sha256(convert_to(m.error_message, 'UTF8')) FOR 16) AS hash
          FROM (SELECT DISTINCT error_message FROM sync_attempt WHERE outcome = 2 AND error_message IS NOT NULL) m) h
 WHERE a.outcome = 2 AND a.error_message = h.error_message;
ALTER TABLE sync_attempt FORCE ROW LEVEL SECURITY;

-- Failures by time: what is added is added at its end. Of these columns alone it is told which problem failed when.
CREATE INDEX sync_attempt_failed ON sync_attempt (tenant_id, attempted_at)
  INCLUDE (error_message_id, error_code, record_id) WHERE error_message_id IS NOT NULL;

CREATE TABLE problem (
  tenant_id         uuid NOT NULL REFERENCES tenant (id),
  id                uuid NOT NULL,
  problem_key       uuid NOT NULL,
  -- null of records that name none
  connection_id     uuid,
  cause             varchar(40) NOT NULL,
  about_type        varchar(40),
  about_name        varchar(255),
  about_id          varchar(255),
  -- no diagnosis of its messages is sure
  is_guess          boolean NOT NULL DEFAULT false,

  -- what people do about it
  state             text NOT NULL DEFAULT 'open'
                    CHECK (state IN ('open', 'acknowledged', 'waiting', 'solved', 'muted')),
  acknowledged_at   timestamptz(3),
  acknowledged_by_name varchar(255),
  assigned_to       uuid,
  due_on            date,
  muted_until       date,
  muted_above       numeric(19,4),
  muted_currency    char(3),
  muted_by_name     varchar(255),

  -- failures seen of it, and since when it is open without a break
  first_seen_at     timestamptz(3) NOT NULL,
  last_seen_at      timestamptz(3) NOT NULL,
  opened_at         timestamptz(3) NOT NULL,
  solved_at         timestamptz(3),
  -- failures attempted until then are late news of what is solved
  solved_through    timestamptz(3),
  solved_how        text CHECK (solved_how IN ('records', 'person', 'regrouped')),
  reopened_count    integer NOT NULL DEFAULT 0,

  -- figures of its records, as they were when they were last gathered
  failed            integer NOT NULL DEFAULT 0,
  -- put back to pending since they failed, and not tried yet
  waiting           integer NOT NULL DEFAULT 0,
  kinds             text[] NOT NULL DEFAULT '{}',
  -- {"kinds": [{"kind", "failed", "waiting"}], "money": [{"currency", "amount", "records"}]}
  figures           jsonb NOT NULL DEFAULT '{"kinds": [], "money": []}',
  oldest_on         date,
  oldest_failed_at  timestamptz(3),
  -- failed attempts a day of the tenant, the last of them on trend_to
  trend             integer[] NOT NULL DEFAULT '{}',
  trend_to          date,
  -- what the order by money goes by: text that sorts as the money does (lib/problems/money-key.ts)
  money_key         varchar(40) NOT NULL DEFAULT '' COLLATE "C",
  records_key       integer NOT NULL GENERATED ALWAYS AS (failed + waiting) STORED,

  -- rises with what people and the worker decide, not with the figures
  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz(3) NOT NULL DEFAULT now(),
  updated_at        timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE NULLS NOT DISTINCT (tenant_id, problem_key, connection_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id),
  CHECK ((state = 'solved') = (solved_at IS NOT NULL)),
  CHECK ((muted_above IS NULL) = (muted_currency IS NULL)),
  CHECK (state <> 'muted' OR muted_until IS NOT NULL OR muted_above IS NOT NULL)
);
CREATE INDEX problem_money ON problem (tenant_id, money_key DESC, id DESC) WHERE state <> 'solved';
CREATE INDEX problem_solved ON problem (tenant_id, solved_at DESC, id DESC) WHERE state = 'solved';

-- Each time that a problem was solved: the proof, and what was done for it. A problem that recurs adds another.
CREATE TABLE problem_solution (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  id            uuid NOT NULL,
  problem_id    uuid NOT NULL,
  problem_key   uuid NOT NULL,
  cause         varchar(40) NOT NULL,
  opened_at     timestamptz(3) NOT NULL,
  solved_at     timestamptz(3) NOT NULL,
  how           text NOT NULL CHECK (how IN ('records', 'person', 'regrouped')),
  solved_by_name varchar(255) NOT NULL,
  note          text,
  -- lib/problems/problem-contract.ts says what is in them
  proof         jsonb NOT NULL,
  done          jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, problem_id) REFERENCES problem (tenant_id, id)
);
CREATE INDEX problem_solution_problem ON problem_solution (tenant_id, problem_id, solved_at DESC);
CREATE INDEX problem_solution_cause ON problem_solution (tenant_id, cause, solved_at DESC);

-- When a tenant's records were last gathered into problems, and after what.
CREATE TABLE problem_gathering (
  tenant_id     uuid PRIMARY KEY REFERENCES tenant (id),
  -- differs from the present one where something was done since
  stamp         text,
  gathered_at   timestamptz(3),
  due_at        timestamptz(3) NOT NULL DEFAULT now(),
  duration_ms   integer,
  -- failed records of no problem, since their attempts told no reason: {"records": 3, "money": […]}
  unexplained   jsonb NOT NULL DEFAULT '{"records": 0, "money": []}'
);

-- What differs whenever something was done in the tenant, or its messages were diagnosed anew.
CREATE FUNCTION problem_stamp(tenant uuid)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, public
AS $$
  SELECT coalesce((SELECT hashtextextended(string_agg(e.id::text, ' '), 0)::text
                     FROM (SELECT id FROM audit_event WHERE tenant_id = tenant ORDER BY id DESC LIMIT 50) e), '')
      || ' ' || coalesce((SELECT concat_ws(' ', d.rules_version, d.walk_version, d.after_message)
                            FROM rediagnosis d WHERE d.tenant_id = tenant), '')
$$;
REVOKE ALL ON FUNCTION problem_stamp(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION problem_stamp(uuid) TO tieout_app;

-- The tenants in which something was done since their problems were gathered, or that were not looked at for so long.
-- Like waiting_imports, it enters one tenant after another with the caller's own rights, and leaves none entered.
CREATE FUNCTION tenants_to_gather(silent_seconds integer)
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF NOT EXISTS (SELECT FROM problem_gathering g
                    WHERE g.tenant_id = t
                      AND (g.due_at > now()
                           OR (g.stamp = problem_stamp(t)
                               AND g.gathered_at > now() - make_interval(secs => silent_seconds)))) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_to_gather(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_gather(integer) TO tieout_app;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['problem', 'problem_solution', 'problem_gathering'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON problem, problem_gathering TO tieout_app;
-- what proved a solution is never changed
GRANT SELECT, INSERT ON problem_solution TO tieout_app;
