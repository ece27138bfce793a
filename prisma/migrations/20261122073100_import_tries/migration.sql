-- How often a worker died over an import without getting any further: what kills each one is given up.
ALTER TABLE import_run ADD COLUMN tries smallint NOT NULL DEFAULT 0;
