-- Notices: which problems there are, what was told of them, to whom, and what became of telling it.

-- One row a problem, which stays when the problem is over: it is open as long as ended_at is null.
CREATE TABLE notice_problem (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  -- which problem, in the words of whoever found it, such as connection.lost:<id>
  problem_key varchar(255) NOT NULL,
  -- the events are written in lib/notices/notice-contract.ts alone
  event       varchar(64) NOT NULL,
  -- what was told of it last; told again when this differs
  told_hash   bytea NOT NULL,
  -- the notice that told it last
  notice_id   uuid NOT NULL,
  opened_at   timestamptz(3) NOT NULL DEFAULT now(),
  ended_at    timestamptz(3),
  PRIMARY KEY (tenant_id, problem_key)
);
CREATE INDEX notice_problem_open ON notice_problem (tenant_id, opened_at) WHERE ended_at IS NULL;

-- What was told, as it was told.
CREATE TABLE notice (
  tenant_id    uuid NOT NULL REFERENCES tenant (id),
  id           uuid NOT NULL,
  -- no foreign key: news and tests belong to no problem
  problem_key  varchar(255) NOT NULL,
  event        varchar(64) NOT NULL,
  type         text NOT NULL CHECK (type IN ('problem', 'recovery', 'news', 'test')),
  severity     text NOT NULL CHECK (severity IN ('info', 'warning', 'problem')),
  title        varchar(255) NOT NULL,
  body         text NOT NULL,
  -- where to go, within the tenant, such as connections/<id>
  path         text,
  subject_type varchar(64),
  subject_id   uuid,
  facts        json NOT NULL,
  -- null: for everybody whom the rules name; else for one person alone
  user_id      uuid,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notice_of_problem ON notice (tenant_id, problem_key, id DESC);

-- Where a business wants to hear of things together: an address, or a place in Slack or Teams.
CREATE TABLE notice_channel (
  tenant_id         uuid NOT NULL REFERENCES tenant (id),
  id                uuid NOT NULL,
  type              text NOT NULL CHECK (type IN ('email', 'slack', 'teams')),
  name              varchar(255) NOT NULL,
  -- the address of an e-mail, or the host of a webhook: what may be shown
  shown             varchar(255) NOT NULL,
  -- the webhook's address, which is a secret: encrypted. Null for e-mail, and once it is removed
  secret            bytea,
  created_by_name   varchar(255) NOT NULL,
  created_at        timestamptz(3) NOT NULL DEFAULT now(),
  removed_at        timestamptz(3),
  last_delivered_at timestamptz(3),
  last_failed_at    timestamptz(3),
  last_problem      text,
  PRIMARY KEY (tenant_id, id),
  CHECK ((secret IS NOT NULL) = (type <> 'email' AND removed_at IS NULL))
);

-- Who hears of what. With nobody named it holds for the business, and its defaults are in lib/notices/notice-contract.ts;
-- what a person chose differently has a row of its own.
CREATE TABLE notice_rule (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  id          uuid NOT NULL,
  event       varchar(64) NOT NULL,
  user_id     uuid,
  is_in_app   boolean NOT NULL,
  is_by_email boolean NOT NULL,
  -- of the business's own rule: where it is posted besides
  channel_ids uuid[] NOT NULL DEFAULT '{}',
  -- from how many, how much or at what hour; null where a person goes by the business's
  threshold   json,
  changed_at  timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES membership (tenant_id, user_id) ON DELETE CASCADE,
  CHECK (user_id IS NULL OR channel_ids = '{}')
);
CREATE UNIQUE INDEX notice_rule_of ON notice_rule (tenant_id, event, coalesce(user_id, '00000000-0000-0000-0000-000000000000'));

-- One notice in one person's list.
CREATE TABLE notice_receipt (
  tenant_id uuid NOT NULL,
  user_id   uuid NOT NULL,
  notice_id uuid NOT NULL,
  read_at   timestamptz(3),
  PRIMARY KEY (tenant_id, user_id, notice_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES membership (tenant_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id)
);
CREATE INDEX notice_receipt_unread ON notice_receipt (tenant_id, user_id) WHERE read_at IS NULL;

-- One notice on its way to one person's e-mail, or to one channel. While it is being sent it carries a claim, and falls due
-- again when that has run out.
CREATE TABLE notice_delivery (
  tenant_id   uuid NOT NULL,
  notice_id   uuid NOT NULL,
  -- the person's id, or the channel's
  target_id   uuid NOT NULL,
  via         text NOT NULL CHECK (via IN ('person', 'channel')),
  -- skipped: there was no way to send it, such as no mail server
  state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'skipped')),
  tries       integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL DEFAULT now(),
  claim       uuid,
  problem     text,
  ended_at    timestamptz(3),
  PRIMARY KEY (tenant_id, notice_id, target_id),
  FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id)
);
CREATE INDEX notice_delivery_due ON notice_delivery (tenant_id, next_try_at, notice_id) WHERE state = 'waiting';
CREATE INDEX notice_delivery_target ON notice_delivery (tenant_id, target_id, notice_id DESC);

-- Each kind of failure there was: an error code, or a message without its names and numbers. What was not seen for 90 days is new.
CREATE TABLE failure_kind (
  tenant_id     uuid NOT NULL REFERENCES tenant (id),
  kind_hash     bytea NOT NULL,
  error_code    varchar(255),
  message       text,
  first_seen_at timestamptz(3) NOT NULL,
  last_seen_at  timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, kind_hash)
);

-- Up to which attempt they were looked for; what was there at the first look is told to nobody.
CREATE TABLE failure_kind_scan (
  tenant_id   uuid NOT NULL REFERENCES tenant (id),
  attempt_id  uuid NOT NULL,
  has_begun   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id)
);

ALTER TABLE notice_problem ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_problem FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON notice_problem
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON notice
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE notice_channel ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_channel FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON notice_channel
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE notice_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON notice_rule
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE notice_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_receipt FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON notice_receipt
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE notice_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON notice_delivery
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE failure_kind ENABLE ROW LEVEL SECURITY;
ALTER TABLE failure_kind FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON failure_kind
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE failure_kind_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE failure_kind_scan FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON failure_kind_scan
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON notice_problem, notice_channel, notice_rule, notice_delivery, failure_kind, failure_kind_scan
  TO tieout_app;
GRANT SELECT, INSERT ON notice TO tieout_app;
GRANT SELECT, INSERT ON notice_receipt TO tieout_app;
GRANT UPDATE (read_at) ON notice_receipt TO tieout_app;
-- A person's own choice is taken back by deleting it.
GRANT DELETE ON notice_rule TO tieout_app;

-- The tenants for which a notice is due to be sent. It runs with the caller's own rights, entering one tenant after
-- another, and leaves none entered.
CREATE FUNCTION tenants_with_due_notices()
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM notice_delivery d WHERE d.tenant_id = t AND d.state = 'waiting' AND d.next_try_at <= now()) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_due_notices() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_due_notices() TO tieout_app;
