-- What an operation began with is what its undo and its proof rest on: once it was started, the application can neither
-- delete its items nor change anything of them but their result.

REVOKE UPDATE ON bulk_item FROM tieout_app;
GRANT UPDATE (result) ON bulk_item TO tieout_app;

CREATE POLICY preview_delete ON bulk_item AS RESTRICTIVE FOR DELETE
  USING (operation_id IN (SELECT o.id FROM bulk_operation o
                           WHERE o.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND o.started_at IS NULL));
