-- Imports of files: the file itself in pieces, since web and worker may run on different machines; what a person chose;
-- and what became of every row, a batch at a time.

CREATE TABLE import_run (
  tenant_id       uuid NOT NULL REFERENCES tenant (id),
  id              uuid NOT NULL,
  file_name       varchar(255) NOT NULL,
  -- of what has arrived; of the whole file once it has
  size            bigint NOT NULL DEFAULT 0,
  pieces          integer NOT NULL DEFAULT 0,
  sha256          bytea,
  format          text CHECK (format IN ('csv', 'xlsx', 'ndjson')),
  state           text NOT NULL CHECK (state IN ('uploading', 'reading', 'choosing', 'checking', 'checked', 'running', 'stopping',
                                                 'finished', 'stopped', 'broken', 'refused')),
  -- how the file is to be read, where a person corrected what was found
  reading         jsonb NOT NULL DEFAULT '{}',
  -- what the file turned out to be; see lib/imports/import-contract.ts
  detected        json,
  choices         jsonb,
  step            text,
  done            bigint NOT NULL DEFAULT 0,
  total           bigint,
  -- what the dry run found, and what the run did, once each is over
  checked         jsonb,
  counts          jsonb,
  -- why it is refused or broken, for people
  reason          text,
  created_by      uuid NOT NULL,
  created_by_name varchar(255) NOT NULL,
  address         varchar(64),
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  started_at      timestamptz(3),
  finished_at     timestamptz(3),
  -- from then on the file is gone; what was imported stays
  file_deleted_at timestamptz(3),
  -- who works on it at this moment: without this token nothing of it can be written
  runner          uuid,
  heartbeat_at    timestamptz(3),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX import_run_waiting ON import_run (tenant_id, id) WHERE state IN ('reading', 'checking', 'running', 'stopping');
CREATE INDEX import_run_file ON import_run (tenant_id, id) WHERE file_deleted_at IS NULL;

CREATE TABLE import_chunk (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  piece     integer NOT NULL,
  bytes     bytea NOT NULL,
  PRIMARY KEY (tenant_id, import_id, piece),
  FOREIGN KEY (tenant_id, import_id) REFERENCES import_run (tenant_id, id)
);
-- Files are compressed already, or not worth the time.
ALTER TABLE import_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What became of the rows of one batch: stored in the transaction that stored the batch, so that none is done twice.
CREATE TABLE import_batch (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  phase     text NOT NULL CHECK (phase IN ('check', 'run')),
  batch_no  integer NOT NULL,
  rows      integer NOT NULL,
  created   integer NOT NULL,
  updated   integer NOT NULL,
  unchanged integer NOT NULL,
  duplicate integer NOT NULL,
  rejected  integer NOT NULL,
  -- outcomes whose record nobody has sent, and rows whose record an earlier row of the file names too
  unmatched integer NOT NULL,
  repeated  integer NOT NULL,
  -- every rejected row by its number, with its reasons; the values are in the file
  rejections json,
  PRIMARY KEY (tenant_id, import_id, phase, batch_no),
  FOREIGN KEY (tenant_id, import_id) REFERENCES import_run (tenant_id, id)
);

-- The first problems of a phase, to be listed; the rest are counted, and downloaded with the rejected rows.
CREATE TABLE import_problem (
  tenant_id   uuid NOT NULL,
  import_id   uuid NOT NULL,
  phase       text NOT NULL CHECK (phase IN ('check', 'run')),
  row_no      integer NOT NULL,
  position    smallint NOT NULL,
  field       text NOT NULL,
  column_name text,
  value       text,
  message     text NOT NULL,
  PRIMARY KEY (tenant_id, import_id, phase, row_no, position),
  FOREIGN KEY (tenant_id, import_id) REFERENCES import_run (tenant_id, id)
);

-- What a dry run must remember of a record or an outcome that its file names more than once, from batch to batch.
CREATE TABLE import_memory (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  key_hash  bytea NOT NULL,
  content   json NOT NULL,
  PRIMARY KEY (tenant_id, import_id, key_hash),
  FOREIGN KEY (tenant_id, import_id) REFERENCES import_run (tenant_id, id)
);

ALTER TABLE import_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON import_run USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE import_chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_chunk FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON import_chunk USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE import_batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_batch FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON import_batch USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE import_problem ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_problem FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON import_problem USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE import_memory ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_memory FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON import_memory USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- That a file was imported, by whom and with what result, is history; its bytes are not.
GRANT SELECT, INSERT, UPDATE ON import_run TO tieout_app;
GRANT SELECT, INSERT, DELETE ON import_chunk, import_batch, import_problem TO tieout_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON import_memory TO tieout_app;

-- The import of each tenant that somebody should work on: the earliest of those that wait, or whose worker has fallen
-- silent, unless another import of the tenant is being worked on. Like waiting_bulk_operations, it enters one tenant
-- after another with the caller's own rights, and leaves none entered.
CREATE FUNCTION waiting_imports(silent_seconds integer)
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
      SELECT w.tenant_id, w.id
        FROM (SELECT r.tenant_id, r.id, r.runner IS NULL OR r.heartbeat_at < now() - make_interval(secs => silent_seconds) AS is_free
                FROM import_run r
               WHERE r.tenant_id = t AND r.state IN ('reading', 'checking', 'running', 'stopping')
               ORDER BY 3, r.id LIMIT 1) w
       WHERE w.is_free;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION waiting_imports(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION waiting_imports(integer) TO tieout_app;
