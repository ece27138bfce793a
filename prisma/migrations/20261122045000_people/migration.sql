-- People: invitations by link. The link carries the tenant's id and a secret, of which only the hash is kept.

CREATE TABLE invite (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  id          uuid NOT NULL,
  -- the one address it is for; null: whoever has the link
  email       varchar(255) CHECK (email = lower(email)),
  roles       text[] NOT NULL CHECK (roles <@ ARRAY['accounting_sync', 'hide_export_to_excel', 'admin']),
  secret_hash bytea NOT NULL,
  invited_by  varchar(255) NOT NULL,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  expires_at  timestamptz(3) NOT NULL,
  accepted_at timestamptz(3),
  accepted_by uuid REFERENCES app_user (id),
  revoked_at  timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, secret_hash),
  CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);

ALTER TABLE invite ENABLE ROW LEVEL SECURITY;
ALTER TABLE invite FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON invite USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON invite TO tieout_app;

-- Whoever joins by a link types the own address, and nobody has proven it. Until a sign-on provider does, the account
-- is not that person's beyond doubt: see lib/access/find-or-link-identity.ts.
ALTER TABLE app_user ADD COLUMN is_email_proven boolean NOT NULL DEFAULT true;
