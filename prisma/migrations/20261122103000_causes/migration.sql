-- Why records failed: one diagnosis a distinct message and code, and its cause on each record that has them.

-- What the last attempt failed of. It follows error_code and error_message, and changes with the rules besides.
ALTER TABLE sync_record ADD COLUMN cause varchar(40);

-- One range of it is the records of one cause in a list, newest first.
CREATE INDEX sync_record_cause ON sync_record (tenant_id, kind, sync_status, cause, list_date DESC, id DESC)
  WHERE excluded_at IS NULL AND cause IS NOT NULL;

-- Attempts repeat few messages: each is diagnosed once, and again when the rules changed.
CREATE TABLE message_diagnosis (
  tenant_id     uuid NOT NULL,
  message_id    uuid NOT NULL,
  -- empty for a message that came without one
  error_code    varchar(255) NOT NULL DEFAULT '',
  cause         varchar(40) NOT NULL,
  -- in hundredths
  confidence    smallint NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  about_type    varchar(40),
  about_name    varchar(255),
  about_id      varchar(255),
  evidence      text[] NOT NULL DEFAULT '{}',
  rules_version integer NOT NULL,
  -- a rule of the tenant's own said so
  is_assigned   boolean NOT NULL DEFAULT false,
  diagnosed_at  timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, message_id, error_code),
  FOREIGN KEY (tenant_id, message_id) REFERENCES error_message (tenant_id, id)
);

-- What a tenant itself says of messages that the rules don't know. The id is made from the message without its names and
-- numbers, so that one rule meets all messages that differ in those alone.
CREATE TABLE cause_rule (
  tenant_id       uuid NOT NULL REFERENCES tenant (id),
  id              uuid NOT NULL,
  skeleton        text NOT NULL,
  message         text NOT NULL,
  cause           varchar(40) NOT NULL,
  created_by      uuid,
  created_by_name varchar(255) NOT NULL,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);

-- How far a tenant's messages have been diagnosed by which rules. No row, or an older version: there is work.
CREATE TABLE rediagnosis (
  tenant_id     uuid PRIMARY KEY REFERENCES tenant (id),
  rules_version integer NOT NULL DEFAULT 0,
  -- the version of the walk under way, and the last message that it has done
  walk_version  integer NOT NULL DEFAULT 0,
  after_message uuid
);

-- The tenants whose messages were last diagnosed by other rules than these. Like waiting_imports, it enters one tenant
-- after another with the caller's own rights, and leaves none entered.
CREATE FUNCTION tenants_to_diagnose(current_version integer)
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF NOT EXISTS (SELECT FROM rediagnosis r WHERE r.tenant_id = t AND r.rules_version >= current_version) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_to_diagnose(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_diagnose(integer) TO tieout_app;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['message_diagnosis', 'cause_rule', 'rediagnosis'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON message_diagnosis, rediagnosis TO tieout_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cause_rule TO tieout_app;
