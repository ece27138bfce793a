-- A batch of records checked this foreign key once a row, and locked the same row of `source` a thousand times: batches
-- of one tenant wrote to it side by side. It could not catch anything: ingest takes the source of a record from the
-- tenant's sources in the transaction that inserts it (lib/ingest/resolve-operations.ts), and the application may neither
-- delete a source nor, from here on, change which one it is.

ALTER TABLE sync_record DROP CONSTRAINT sync_record_tenant_id_source_id_fkey;
REVOKE UPDATE ON source FROM tieout_app;
GRANT UPDATE (slug, name, settings) ON source TO tieout_app;
