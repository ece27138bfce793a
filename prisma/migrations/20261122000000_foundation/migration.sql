-- The foundation: tenants and people, sources and keys, records and their attempts, audit.
--
-- Every tenant table: primary key starts with tenant_id, foreign keys carry it, row-level security is
-- enabled and forced, no triggers. Roles (tieout_app, tieout_search) come from prisma/roles.sql.
-- Operators that are not leakproof can't be index conditions under row-level security, therefore
-- status and kind are smallint and text, sort keys are generated columns, text search is a function.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- ── Who ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE tenant (
  id          uuid PRIMARY KEY,
  slug        varchar(64)  NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]*$'),
  name        varchar(255) NOT NULL,
  time_zone   varchar(64)  NOT NULL,
  currency    char(3)      NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  locale      varchar(35)  NOT NULL,
  created_at  timestamptz(3) NOT NULL DEFAULT now()
);

-- A person's account is the one thing that belongs to no tenant.
CREATE TABLE app_user (
  id              uuid PRIMARY KEY,
  email           varchar(255) NOT NULL UNIQUE CHECK (email = lower(email)),
  name            varchar(255) NOT NULL,
  password_hash   varchar(255),
  session_version integer NOT NULL DEFAULT 1,
  created_at      timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE user_identity (
  issuer     varchar(255) NOT NULL,
  subject    varchar(255) NOT NULL,
  user_id    uuid NOT NULL REFERENCES app_user (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);

CREATE TABLE membership (
  tenant_id  uuid NOT NULL REFERENCES tenant (id),
  user_id    uuid NOT NULL REFERENCES app_user (id),
  roles      text[] NOT NULL DEFAULT '{}'
             CHECK (roles <@ ARRAY['accounting_sync', 'hide_export_to_excel', 'admin']),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX membership_user ON membership (user_id, tenant_id);

-- Counters of failed sign-ins, by hashed address and network; see lib/access/sign-in-throttle.ts.
CREATE TABLE sign_in_throttle (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- ── Where documents come from and go to ────────────────────────────────────────────────────────

CREATE TABLE source (
  tenant_id  uuid NOT NULL REFERENCES tenant (id),
  id         uuid NOT NULL,
  slug       varchar(64)  NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]*$'),
  name       varchar(255) NOT NULL,
  settings   jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, slug)
);

CREATE TABLE connection (
  tenant_id    uuid NOT NULL REFERENCES tenant (id),
  id           uuid NOT NULL,
  ledger       text NOT NULL CHECK (ledger IN ('qbo', 'xero')),
  company_id   varchar(255) NOT NULL,
  company_name varchar(255) NOT NULL,
  status       text NOT NULL DEFAULT 'not_connected'
               CHECK (status IN ('not_connected', 'connected', 'lost', 'disconnected')),
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, ledger, company_id)
);

CREATE TABLE api_key (
  tenant_id    uuid NOT NULL REFERENCES tenant (id),
  id           uuid NOT NULL,
  source_id    uuid NOT NULL,
  name         varchar(255) NOT NULL,
  prefix       varchar(32)  NOT NULL,
  secret_hash  bytea NOT NULL,
  scopes       text[] NOT NULL
               CHECK (scopes <@ ARRAY['records:read', 'records:write', 'attempts:write']),
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3),
  revoked_at   timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, prefix),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);

-- ── Records ────────────────────────────────────────────────────────────────────────────────────

-- Each distinct message once, so that a search over messages reads hundreds of rows, not millions.
-- The id is made from the message's hash (lib/ingest/error-messages.ts), so it is known without a lookup.
CREATE TABLE error_message (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  id          uuid NOT NULL,
  message     text NOT NULL,
  search_text text NOT NULL GENERATED ALWAYS AS (lower(left(message, 2000))) STORED,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX error_message_search ON error_message USING gin (tenant_id, search_text gin_trgm_ops);

CREATE TABLE sync_record (
  tenant_id         uuid NOT NULL,
  id                uuid NOT NULL,
  source_id         uuid NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('invoice', 'invoice_payment', 'bill', 'bill_payment')),
  external_key      varchar(255) NOT NULL,
  connection_id     uuid,

  -- the document, as the source system last told it
  number            varchar(255),
  amount            numeric(19,4),
  currency          char(3),
  payer             varchar(255),
  payer_email       varchar(255),
  billing_org       varchar(255),
  billing_org_email varchar(255),
  shipment_id       varchar(255),
  source_status     varchar(255),
  document_date     date,
  due_date          date,
  is_deleted        boolean NOT NULL DEFAULT false,
  is_void           boolean NOT NULL DEFAULT false,
  lines_hash        bytea,
  applies_hash      bytea,
  content_version   integer NOT NULL DEFAULT 1,
  source_updated_at timestamptz(3),

  -- the outcome
  sync_status       smallint NOT NULL DEFAULT 0 CHECK (sync_status IN (0, 1, 2)),
  sync_date         timestamptz(3),
  pending_since     timestamptz(3) NOT NULL,
  attempt_count     integer NOT NULL DEFAULT 0,
  last_attempt_at   timestamptz(3),
  last_attempt_id   uuid,
  last_attempt_key  varchar(255),
  last_attempt_content_version integer,
  error_code        varchar(255),
  error_message     text,
  error_message_id  uuid,

  -- the last complete attempt; a later failure never clears these
  reference_number  varchar(255),
  is_reference_by_hand boolean NOT NULL DEFAULT false,
  synced_amount     numeric(19,4),
  synced_currency   char(3),
  synced_at         timestamptz(3),
  synced_attempt_key     varchar(255),
  synced_content_version integer,

  -- what people said
  status_set_by     uuid,
  status_set_at     timestamptz(3),
  status_reason     text,
  is_by_hand        boolean NOT NULL DEFAULT false,
  excluded_at       timestamptz(3),
  excluded_reason   text,
  excluded_by       uuid,

  -- what a person should look at
  has_two_references     boolean NOT NULL DEFAULT false,
  is_tried_after_closing boolean NOT NULL DEFAULT false,
  is_already_in_ledger   boolean NOT NULL GENERATED ALWAYS AS
                         (sync_status <> 1 AND (synced_at IS NOT NULL OR reference_number IS NOT NULL)) STORED,
  is_void_in_ledger      boolean NOT NULL GENERATED ALWAYS AS (is_void AND excluded_at IS NULL) STORED,
  is_changed_since_failed boolean NOT NULL GENERATED ALWAYS AS
                         (sync_status = 2 AND coalesce(content_version > last_attempt_content_version, false)) STORED,

  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz(3) NOT NULL DEFAULT now(),
  updated_at        timestamptz(3) NOT NULL DEFAULT now(),

  -- sort keys are never null, since comparing rows drops nulls; money sorts as float8, since numeric
  -- comparison is not leakproof, with the id to break ties
  list_date         timestamptz(3) NOT NULL GENERATED ALWAYS AS
                    (CASE WHEN sync_status = 0 THEN pending_since ELSE coalesce(sync_date, pending_since) END) STORED,
  number_key        varchar(255) COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(coalesce(number, ''))) STORED,
  payer_key         varchar(255) COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(coalesce(payer, ''))) STORED,
  amount_key        float8 NOT NULL GENERATED ALWAYS AS (coalesce(amount::float8, -1e300)) STORED,
  difference        numeric(20,4) GENERATED ALWAYS AS
                    (CASE WHEN synced_currency = currency THEN synced_amount - amount END) STORED,
  difference_key    float8 NOT NULL GENERATED ALWAYS AS
                    (coalesce(CASE WHEN synced_currency = currency THEN (synced_amount - amount)::float8 END, -1e300)) STORED,
  differs           boolean NOT NULL GENERATED ALWAYS AS
                    (coalesce(synced_currency = currency AND synced_amount <> amount, false)) STORED,
  is_changed_since_sync boolean NOT NULL GENERATED ALWAYS AS
                    (sync_status = 1 AND coalesce(content_version > synced_content_version, false)) STORED,
  search_text       text NOT NULL GENERATED ALWAYS AS
                    (lower(coalesce(number, '') || E'\n' || coalesce(reference_number, '') || E'\n' || coalesce(payer, '')
                      || E'\n' || coalesce(billing_org, '') || E'\n' || coalesce(shipment_id, ''))) STORED,

  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source_id, kind, external_key),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id),
  CHECK (amount IS NULL OR currency IS NOT NULL),
  CHECK (sync_status = 0 OR sync_date IS NOT NULL)
);

CREATE INDEX sync_record_list ON sync_record (tenant_id, kind, sync_status, list_date DESC, id DESC)
  WHERE excluded_at IS NULL;
CREATE INDEX sync_record_excluded ON sync_record (tenant_id, kind, list_date DESC, id DESC)
  WHERE excluded_at IS NOT NULL;
CREATE INDEX sync_record_source_status ON sync_record (tenant_id, kind, source_status) WHERE source_status IS NOT NULL;
CREATE INDEX sync_record_number ON sync_record (tenant_id, kind, number_key, id);
CREATE INDEX sync_record_message ON sync_record (tenant_id, error_message_id) WHERE error_message_id IS NOT NULL;
CREATE INDEX sync_record_search ON sync_record USING gin (tenant_id, search_text gin_trgm_ops);

CREATE TABLE sync_record_line (
  tenant_id     uuid NOT NULL,
  record_id     uuid NOT NULL,
  line_no       integer NOT NULL CHECK (line_no > 0),
  description   varchar(4000),
  quantity      numeric(19,6),
  unit_amount   numeric(19,6),
  amount        numeric(19,4),
  account_code  varchar(255),
  item_code     varchar(255),
  tax_code      varchar(255),
  tax_amount    numeric(19,4),
  tracking      jsonb,
  synced_amount numeric(19,4),
  PRIMARY KEY (tenant_id, record_id, line_no),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id)
);

-- What a payment pays. The document is named by its key, since it may arrive after its payment.
CREATE TABLE record_application (
  tenant_id     uuid NOT NULL,
  payment_id    uuid NOT NULL,
  position      integer NOT NULL,
  source_id     uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('invoice', 'bill')),
  external_key  varchar(255) NOT NULL,
  amount        numeric(19,4) NOT NULL,
  PRIMARY KEY (tenant_id, payment_id, position),
  FOREIGN KEY (tenant_id, payment_id) REFERENCES sync_record (tenant_id, id)
);
CREATE INDEX record_application_document ON record_application (tenant_id, source_id, kind, external_key);

-- ── Attempts: appended, never changed; only an unmatched one may be linked to its record, once ──

CREATE TABLE sync_attempt (
  tenant_id         uuid NOT NULL,
  id                uuid NOT NULL,
  source_id         uuid NOT NULL,
  external_id       varchar(255) NOT NULL,
  api_key_id        uuid,
  record_id         uuid,
  record_source_id  uuid NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('invoice', 'invoice_payment', 'bill', 'bill_payment')),
  external_key      varchar(255) NOT NULL,
  content_version   integer,
  connection_id     uuid,
  outcome           smallint NOT NULL CHECK (outcome IN (1, 2)),
  attempted_at      timestamptz(3) NOT NULL,
  received_at       timestamptz(3) NOT NULL DEFAULT now(),
  sent_amount       numeric(19,4),
  sent_currency     char(3),
  reference_number  varchar(255),
  synced_amount     numeric(19,4),
  synced_currency   char(3),
  synced_lines      json,
  error_code        varchar(255),
  error_message     text,
  raw               text,
  content_hash      bytea NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source_id, external_id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id)
);
CREATE INDEX sync_attempt_record ON sync_attempt (tenant_id, record_id, attempted_at DESC, external_id DESC);
CREATE INDEX sync_attempt_unmatched ON sync_attempt (tenant_id, record_source_id, kind, external_key)
  WHERE record_id IS NULL;

-- What a call refused, as received; the same item refused again only counts up.
CREATE TABLE rejected_item (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  source_id   uuid NOT NULL,
  api_key_id  uuid,
  call        text NOT NULL CHECK (call IN ('records', 'attempts')),
  item_hash   bytea NOT NULL,
  item        text NOT NULL,
  errors      json NOT NULL,
  request_id  varchar(64) NOT NULL,
  first_at    timestamptz(3) NOT NULL DEFAULT now(),
  last_at     timestamptz(3) NOT NULL DEFAULT now(),
  times       integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source_id, call, item_hash),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);

-- ── Bulk work ──────────────────────────────────────────────────────────────────────────────────

CREATE TABLE bulk_operation (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  id          uuid NOT NULL,
  kind        text NOT NULL,
  target      smallint NOT NULL CHECK (target IN (0, 1, 2)),
  reason      text,
  filters     jsonb,
  state       text NOT NULL CHECK (state IN ('previewed', 'running', 'stopped', 'finished')),
  created_by  uuid,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  finished_at timestamptz(3),
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE bulk_item (
  tenant_id    uuid NOT NULL,
  operation_id uuid NOT NULL,
  record_id    uuid NOT NULL,
  version      integer NOT NULL,
  before       jsonb,
  result       text,
  PRIMARY KEY (tenant_id, operation_id, record_id),
  FOREIGN KEY (tenant_id, operation_id) REFERENCES bulk_operation (tenant_id, id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES sync_record (tenant_id, id)
);

-- ── Audit: appended, never changed ─────────────────────────────────────────────────────────────

CREATE TABLE audit_event (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  id             uuid NOT NULL,
  at             timestamptz(3) NOT NULL DEFAULT now(),
  actor_type     text NOT NULL CHECK (actor_type IN ('person', 'api_key', 'hook', 'job')),
  actor_id       uuid,
  actor_name     varchar(255) NOT NULL,
  address        varchar(64),
  action         varchar(64) NOT NULL,
  subject_type   varchar(32) NOT NULL,
  subject_id     uuid,
  before         json,
  after          json,
  note           text,
  correlation_id varchar(64) NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_event_subject ON audit_event (tenant_id, subject_type, subject_id, id DESC);

-- ── Row-level security ─────────────────────────────────────────────────────────────────────────
-- After a transaction-local setting ends it reads as an empty string, hence nullif.

ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_routing ON tenant FOR SELECT USING (true);
CREATE POLICY tenant_own ON tenant
  USING (id = nullif(current_setting('app.tenant_id', true), '')::uuid);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['membership', 'source', 'connection', 'api_key', 'error_message', 'sync_record',
    'sync_record_line', 'record_application', 'rejected_item', 'bulk_operation', 'bulk_item', 'audit_event']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

-- A person may see the own memberships before a tenant is chosen.
CREATE POLICY membership_of_person ON membership FOR SELECT
  USING (user_id = nullif(current_setting('app.user_id', true), '')::uuid);

ALTER TABLE sync_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_attempt FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON sync_attempt FOR SELECT
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY tenant_append ON sync_attempt FOR INSERT
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY tenant_link ON sync_attempt FOR UPDATE
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND record_id IS NULL)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND record_id IS NOT NULL);

-- ── Search ─────────────────────────────────────────────────────────────────────────────────────
-- LIKE is not leakproof, so under row-level security it can never use the trigram index. This
-- function may: it is owned by a role that bypasses row security and names the tenant itself.
-- It returns at most `cap` ids; a caller that gets `cap` must not take them for all.

CREATE FUNCTION search_record_ids(tenant uuid, record_kinds text[], statuses smallint[], query text, cap integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
SET enable_seqscan = off
ROWS 100
AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(lower(query), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  IF tenant IS DISTINCT FROM nullif(current_setting('app.tenant_id', true), '')::uuid THEN
    RETURN;
  END IF;
  -- Planned anew at each call, since how rare a text is decides how to look for it.
  RETURN QUERY EXECUTE
    'SELECT id FROM (
       SELECT r.id FROM public.sync_record r
        WHERE r.tenant_id = $1 AND r.kind = ANY ($2) AND r.sync_status = ANY ($3) AND r.search_text LIKE $4
       UNION ALL
       SELECT r.id FROM public.error_message m
         JOIN public.sync_record r ON r.tenant_id = $1 AND r.error_message_id = m.id
        WHERE m.tenant_id = $1 AND m.search_text LIKE $4 AND r.kind = ANY ($2) AND r.sync_status = ANY ($3)
     ) found LIMIT $5'
    USING tenant, record_kinds, statuses, pattern, cap;
END $$;

REVOKE ALL ON FUNCTION search_record_ids(uuid, text[], smallint[], text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_record_ids(uuid, text[], smallint[], text, integer) TO tieout_app;
-- A new owner needs CREATE on the schema at this moment, and never again.
GRANT CREATE ON SCHEMA public TO tieout_search;
ALTER FUNCTION search_record_ids(uuid, text[], smallint[], text, integer) OWNER TO tieout_search;
REVOKE CREATE ON SCHEMA public FROM tieout_search;
GRANT USAGE ON SCHEMA public TO tieout_app, tieout_search;
GRANT SELECT ON sync_record, error_message TO tieout_search;

-- ── API keys ───────────────────────────────────────────────────────────────────────────────────
-- Enters the tenant that a key names and looks the key up there, in one statement instead of a transaction of four:
-- every call of the API begins so. It runs with the caller's own rights, under row-level security like any query, and
-- what it sets ends with the statement. `last_used_at` is written at most once in `use_seconds`.

CREATE FUNCTION use_api_key(tenant uuid, key_prefix text, hash bytea, use_seconds integer)
RETURNS TABLE (id uuid, name varchar, source_id uuid, scopes text[], tenant_slug varchar, tenant_name varchar,
               time_zone varchar, currency char(3), locale varchar)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
#variable_conflict use_column
DECLARE
  used timestamptz;
BEGIN
  PERFORM set_config('app.tenant_id', tenant::text, true);
  SELECT k.last_used_at INTO used FROM api_key k
   WHERE k.tenant_id = tenant AND k.prefix = key_prefix AND k.secret_hash = hash AND k.revoked_at IS NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF used IS NULL OR used < now() - make_interval(secs => use_seconds) THEN
    UPDATE api_key k SET last_used_at = now() WHERE k.tenant_id = tenant AND k.prefix = key_prefix;
  END IF;
  RETURN QUERY
    SELECT k.id, k.name, k.source_id, k.scopes, t.slug, t.name, t.time_zone, t.currency, t.locale
      FROM api_key k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.tenant_id = tenant AND k.prefix = key_prefix;
END $$;
REVOKE ALL ON FUNCTION use_api_key(uuid, text, bytea, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION use_api_key(uuid, text, bytea, integer) TO tieout_app;

-- ── What the application may do ────────────────────────────────────────────────────────────────

GRANT SELECT ON tenant TO tieout_app;
GRANT SELECT, INSERT, UPDATE ON app_user, membership, source, connection, api_key, sync_record,
  sync_record_line, record_application, rejected_item, bulk_operation, bulk_item TO tieout_app;
GRANT SELECT, INSERT, DELETE ON user_identity TO tieout_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_throttle TO tieout_app;
GRANT DELETE ON membership, sync_record_line, record_application, bulk_item TO tieout_app;
GRANT SELECT, INSERT ON error_message, sync_attempt, audit_event TO tieout_app;
GRANT UPDATE (record_id, content_version) ON sync_attempt TO tieout_app;
