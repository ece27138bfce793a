-- Authorised links to ledgers: who granted them, their tokens, what was checked, what happened, and what the ledger's
-- lists hold.

-- One consent by a person at a provider. A Xero grant may reach several organisations, so that connections share it and
-- its tokens are refreshed once for all of them.
CREATE TABLE ledger_grant (
  tenant_id        uuid NOT NULL REFERENCES tenant (id),
  id               uuid NOT NULL,
  ledger           text NOT NULL CHECK (ledger IN ('qbo', 'xero')),
  environment      text NOT NULL CHECK (environment IN ('production', 'sandbox', 'demo')),
  -- the token pair, encrypted for this tenant and this grant; null once it was revoked
  tokens           bytea,
  -- which key of the ring it is encrypted with
  key_id           varchar(64),
  -- rises with every pair that is stored: what a refresh that lost its race is known by
  generation       integer NOT NULL DEFAULT 1,
  scopes           text[] NOT NULL DEFAULT '{}',
  issued_at        timestamptz(3) NOT NULL,
  access_ends_at   timestamptz(3) NOT NULL,
  refresh_ends_at  timestamptz(3) NOT NULL,
  -- no refresh helps after it; null where the provider names none
  hard_ends_at     timestamptz(3),
  -- who refreshes at this moment, in whichever process, and until when nobody else may
  refresh_runner   uuid,
  refresh_until    timestamptz(3),
  -- the first refresh of this generation whose answer never came: the old pair is still good for the provider's overlap
  refresh_lost_at  timestamptz(3),
  -- the provider refused it for good
  dead_at          timestamptz(3),
  dead_reason      text,
  granted_by       uuid,
  granted_by_name  varchar(255) NOT NULL,
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CHECK ((tokens IS NULL) = (key_id IS NULL))
);

ALTER TABLE connection
  ADD COLUMN grant_id           uuid,
  ADD COLUMN environment        text NOT NULL DEFAULT 'production'
                                CHECK (environment IN ('production', 'sandbox', 'demo')),
  -- the provider's own id of the link, which is not the company's: what Xero is asked to remove
  ADD COLUMN provider_id        varchar(255),
  -- what the company said of itself when it was last read: country, home currency, plan, lock dates
  ADD COLUMN company            jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN status_since       timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN status_reason      text,
  ADD COLUMN connected_at       timestamptz(3),
  ADD COLUMN connected_by_name  varchar(255),
  ADD COLUMN disconnected_at    timestamptz(3),
  -- a person asked for the end, to come when nothing is pending, held or in doubt any more
  ADD COLUMN ends_when_clear_at timestamptz(3),
  ADD COLUMN ends_when_clear_by varchar(255),
  ADD COLUMN next_light_at      timestamptz(3),
  ADD COLUMN next_full_at       timestamptz(3),
  ADD FOREIGN KEY (tenant_id, grant_id) REFERENCES ledger_grant (tenant_id, id),
  ADD CHECK (status <> 'connected' OR grant_id IS NOT NULL);
CREATE INDEX connection_grant ON connection (tenant_id, grant_id) WHERE grant_id IS NOT NULL;

-- One press of Connect or Reconnect, from the way to the provider until the company is confirmed.
CREATE TABLE connect_attempt (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  id            uuid NOT NULL,
  ledger        text NOT NULL CHECK (ledger IN ('qbo', 'xero')),
  -- sha256 of the state that went to the provider; it is good once
  state_hash    bytea NOT NULL,
  -- sha256 of what the person's own session was
  session_hash  bytea NOT NULL,
  user_id       uuid NOT NULL,
  -- what is reconnected; null for a new connection
  connection_id uuid,
  -- the PKCE verifier until the code is exchanged, then the token pair until the company is confirmed; encrypted
  secret        bytea,
  key_id        varchar(64),
  -- the companies the grant reaches, as read back
  companies     jsonb,
  scopes        text[] NOT NULL DEFAULT '{}',
  issued_at       timestamptz(3),
  access_ends_at  timestamptz(3),
  refresh_ends_at timestamptz(3),
  hard_ends_at    timestamptz(3),
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  expires_at    timestamptz(3) NOT NULL,
  -- when the provider sent the person back, and when it ended
  returned_at   timestamptz(3),
  ended_at      timestamptz(3),
  end_reason    text,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, state_hash),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX connect_attempt_expires ON connect_attempt (tenant_id, expires_at);

-- What happened to a connection, by whomever: append-only, the time line.
CREATE TABLE connection_event (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  id            uuid NOT NULL,
  connection_id uuid NOT NULL,
  at            timestamptz(3) NOT NULL DEFAULT now(),
  type          text NOT NULL,
  -- who, in words: a person, a job of ours, the provider
  by_name       varchar(255) NOT NULL,
  -- what was and what is, and why
  facts         jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX connection_event_time ON connection_event (tenant_id, connection_id, at DESC, id DESC);

-- A stretch of time in which something of a connection did not work.
CREATE TABLE connection_outage (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  id            uuid NOT NULL,
  connection_id uuid NOT NULL,
  -- whose matter it is: the company's, Tieout's own link, the sync job's link
  matter        text NOT NULL CHECK (matter IN ('company', 'own_link', 'job_link')),
  -- the check that found it, and its words
  check_name    varchar(64) NOT NULL,
  sentence      text NOT NULL,
  began_at      timestamptz(3) NOT NULL,
  ended_at      timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id),
  CHECK (ended_at >= began_at)
);
CREATE UNIQUE INDEX connection_outage_open ON connection_outage (tenant_id, connection_id, matter, check_name)
  WHERE ended_at IS NULL;
CREATE INDEX connection_outage_time ON connection_outage (tenant_id, connection_id, began_at);

-- One going-through of checks: by the clock, by a person, or by the guided run.
CREATE TABLE check_run (
  tenant_id      uuid NOT NULL REFERENCES tenant (id),
  id             uuid NOT NULL,
  -- null for checks of the business itself
  connection_id  uuid,
  kind           text NOT NULL CHECK (kind IN ('light', 'full', 'by_hand', 'guided', 'review')),
  state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'finished', 'broken')),
  -- what a guided run is about besides, such as one record
  scope          jsonb NOT NULL DEFAULT '{}',
  requested_by   varchar(255) NOT NULL,
  requested_at   timestamptz(3) NOT NULL DEFAULT now(),
  started_at     timestamptz(3),
  ended_at       timestamptz(3),
  runner         uuid,
  heartbeat_at   timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX check_run_waiting ON check_run (tenant_id, requested_at) WHERE state IN ('waiting', 'running');
CREATE INDEX check_run_time ON check_run (tenant_id, connection_id, requested_at DESC);

-- What one check answered in one run, with its evidence. Kept for ever.
CREATE TABLE check_result (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  run_id        uuid NOT NULL,
  check_name    varchar(64) NOT NULL,
  -- what it is about within the run: a source's slug, or empty
  subject       varchar(255) NOT NULL DEFAULT '' COLLATE "C",
  connection_id uuid,
  matter        text NOT NULL CHECK (matter IN ('company', 'own_link', 'job_link')),
  state         text NOT NULL CHECK (state IN ('ok', 'warning', 'broken', 'not_checked', 'not_known')),
  sentence      text NOT NULL,
  -- what to do and who does it, where something is to be done
  remedy        text,
  evidence      jsonb NOT NULL DEFAULT '{}',
  at            timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id, check_name, subject),
  FOREIGN KEY (tenant_id, run_id) REFERENCES check_run (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX check_result_latest ON check_result (tenant_id, connection_id, check_name, subject, at DESC);

-- Our calls to one company on one day of the provider's, and what the provider said was left.
CREATE TABLE ledger_call_day (
  tenant_id        uuid NOT NULL REFERENCES tenant (id),
  connection_id    uuid NOT NULL,
  day              date NOT NULL,
  made             integer NOT NULL DEFAULT 0,
  refused          integer NOT NULL DEFAULT 0,
  day_left         integer,
  minute_left      integer,
  -- nothing is called before it
  held_until       timestamptz(3),
  seen_at          timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, connection_id, day),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);

-- What a sync job says of its own link to a company, by the API.
CREATE TABLE connection_report (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  id            uuid NOT NULL,
  connection_id uuid NOT NULL,
  source_id     uuid NOT NULL,
  state         text NOT NULL CHECK (state IN ('ok', 'broken')),
  message       text,
  checked_at    timestamptz(3) NOT NULL,
  received_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);
CREATE INDEX connection_report_latest ON connection_report (tenant_id, connection_id, source_id, checked_at DESC);

-- The ledger's own lists, as they were last read.
CREATE TABLE ledger_item (
  tenant_id           uuid NOT NULL REFERENCES tenant (id),
  connection_id       uuid NOT NULL,
  type                text NOT NULL CHECK (type IN ('account', 'customer', 'vendor', 'item', 'tax_code', 'tracking',
                                                    'currency')),
  -- the ledger's id; of a tracking option its category's and its own
  external_key        varchar(255) NOT NULL COLLATE "C",
  code                varchar(255),
  name                varchar(255) NOT NULL,
  -- as names are compared; see lib/reference/name-key.ts
  name_key            varchar(255) NOT NULL COLLATE "C",
  email               varchar(255),
  currency            char(3),
  is_active           boolean NOT NULL DEFAULT true,
  details             jsonb NOT NULL DEFAULT '{}',
  ledger_updated_at   timestamptz(3),
  -- the reading that saw it last, so that a whole reading knows what is gone
  reading_id          uuid,
  first_seen_at       timestamptz(3) NOT NULL DEFAULT now(),
  changed_at          timestamptz(3) NOT NULL DEFAULT now(),
  gone_at             timestamptz(3),
  PRIMARY KEY (tenant_id, connection_id, type, external_key),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX ledger_item_name ON ledger_item (tenant_id, connection_id, type, name_key, external_key);
CREATE INDEX ledger_item_code ON ledger_item (tenant_id, connection_id, type, code) WHERE code IS NOT NULL;

-- How far each list of a connection was read.
CREATE TABLE ledger_reading (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  connection_id uuid NOT NULL,
  type          text NOT NULL CHECK (type IN ('account', 'customer', 'vendor', 'item', 'tax_code', 'tracking',
                                              'currency')),
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'read', 'failed')),
  reading_id    uuid,
  -- where the next page begins, of a reading that was broken off
  next_page     varchar(255),
  is_whole      boolean NOT NULL DEFAULT true,
  -- changes before it have been read
  read_until    timestamptz(3),
  whole_at      timestamptz(3),
  started_at    timestamptz(3),
  ended_at      timestamptz(3),
  items         integer NOT NULL DEFAULT 0,
  problem       text,
  PRIMARY KEY (tenant_id, connection_id, type),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);

-- What changed in those lists between two readings.
CREATE TABLE ledger_item_change (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  id            uuid NOT NULL,
  connection_id uuid NOT NULL,
  type          text NOT NULL,
  external_key  varchar(255) NOT NULL COLLATE "C",
  name          varchar(255) NOT NULL,
  what          text NOT NULL CHECK (what IN ('added', 'changed', 'renamed', 'deactivated', 'activated', 'gone')),
  before        jsonb,
  after         jsonb,
  at            timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX ledger_item_change_time ON ledger_item_change (tenant_id, connection_id, at DESC, id DESC);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_grant', 'connect_attempt', 'connection_event', 'connection_outage', 'check_run',
                           'check_result', 'ledger_call_day', 'connection_report', 'ledger_item', 'ledger_reading',
                           'ledger_item_change'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_own ON %I USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON ledger_grant, connection_outage, check_run, ledger_call_day TO tieout_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON connect_attempt, ledger_item, ledger_reading TO tieout_app;
-- what was seen and what happened is never changed
GRANT SELECT, INSERT ON connection_event, check_result, connection_report, ledger_item_change TO tieout_app;
