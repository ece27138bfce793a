-- Saved views: a tab's filters, order and columns under a name, one person's own or for the whole tenant.

CREATE TABLE saved_view (
  tenant_id         uuid NOT NULL REFERENCES tenant (id),
  id                uuid NOT NULL,
  owner_id          uuid NOT NULL REFERENCES app_user (id),
  kind              text NOT NULL CHECK (kind IN ('invoice', 'invoice_payment', 'bill', 'bill_payment')),
  name              varchar(80) NOT NULL CHECK (name <> ''),
  is_shared         boolean NOT NULL DEFAULT false,
  -- what everybody's tab opens with who has no default of the own
  is_tenant_default boolean NOT NULL DEFAULT false,
  -- the list's address without page and open record; without its dates too where they move with the day
  query             text NOT NULL CHECK (length(query) <= 8000),
  moving_range      varchar(32),
  columns           text NOT NULL CHECK (length(columns) <= 2000),
  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz(3) NOT NULL DEFAULT now(),
  updated_at        timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, owner_id, kind, name),
  CHECK (is_shared OR NOT is_tenant_default)
);
CREATE UNIQUE INDEX saved_view_tenant_default ON saved_view (tenant_id, kind) WHERE is_tenant_default;

-- The view that one person's tab opens with; it goes before the tenant's.
CREATE TABLE view_default (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL REFERENCES app_user (id),
  kind      text NOT NULL CHECK (kind IN ('invoice', 'invoice_payment', 'bill', 'bill_payment')),
  view_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, person_id, kind),
  FOREIGN KEY (tenant_id, view_id) REFERENCES saved_view (tenant_id, id)
);
CREATE INDEX view_default_view ON view_default (tenant_id, view_id);

ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_view FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON saved_view USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE view_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE view_default FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON view_default USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view, view_default TO tieout_app;
