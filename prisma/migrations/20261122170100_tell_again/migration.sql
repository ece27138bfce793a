-- How far the failed records of a tenant were looked at for what their last answers tell (lib/ingest/tell-again.ts): by which
-- rules to the end, by which ones the walk under way goes, and the last record that it has done.
ALTER TABLE rediagnosis
  ADD COLUMN told_version integer NOT NULL DEFAULT 0,
  ADD COLUMN tell_version integer NOT NULL DEFAULT 0,
  ADD COLUMN after_record uuid;
