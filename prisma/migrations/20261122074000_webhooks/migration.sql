-- Outbound webhooks: who wants to hear what, what happened, and what became of telling it.

CREATE TABLE webhook_subscription (
  tenant_id             uuid NOT NULL REFERENCES tenant (id),
  id                    uuid NOT NULL,
  url                   text NOT NULL CHECK (length(url) <= 2048),
  -- the types are written in lib/webhooks/webhook-contract.ts alone
  events                text[] NOT NULL CHECK (cardinality(events) BETWEEN 1 AND 50),
  state                 text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'off', 'deleted')),
  -- why it was switched off, or is paused
  off_reason            text CHECK (off_reason IN ('gone', 'failing', 'key_revoked')),
  -- encrypted: see lib/webhooks/secret-box.ts. Null once deleted
  secret                bytea,
  -- the one before, which signs too until then
  previous_secret       bytea,
  previous_secret_until timestamptz(3),
  -- of one made through the API: the key, and its source, whose keys may remove it
  api_key_id            uuid,
  source_id             uuid,
  created_by_name       varchar(255) NOT NULL,
  created_at            timestamptz(3) NOT NULL DEFAULT now(),
  changed_at            timestamptz(3) NOT NULL DEFAULT now(),
  -- its health; failing_since is null as long as the last try arrived
  failures              integer NOT NULL DEFAULT 0,
  failing_since         timestamptz(3),
  held_until            timestamptz(3),
  last_delivered_at     timestamptz(3),
  last_failed_at        timestamptz(3),
  last_problem          text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, api_key_id) REFERENCES api_key (tenant_id, id),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id),
  CHECK ((state = 'deleted') = (secret IS NULL)),
  CHECK ((state = 'off') = (off_reason IS NOT NULL)),
  CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
);
CREATE INDEX webhook_subscription_live ON webhook_subscription (tenant_id) WHERE state = 'active';

-- What happened, as it is sent: the signature is over these very characters. Written with the change itself.
CREATE TABLE webhook_event (
  tenant_id  uuid NOT NULL REFERENCES tenant (id),
  id         uuid NOT NULL,
  type       text NOT NULL,
  -- how many records or attempts it is about
  items      integer NOT NULL,
  body       text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX webhook_event_type ON webhook_event (tenant_id, type, id);

-- One event for one subscription. While it is being sent it carries a claim, and falls due again when that has run out.
CREATE TABLE webhook_delivery (
  tenant_id       uuid NOT NULL,
  subscription_id uuid NOT NULL,
  event_id        uuid NOT NULL,
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'cancelled')),
  -- tries in all, and since it was last sent anew; when the first of those was
  tries           integer NOT NULL DEFAULT 0,
  round_tries     integer NOT NULL DEFAULT 0,
  round_began_at  timestamptz(3),
  next_try_at     timestamptz(3) NOT NULL DEFAULT now(),
  claim           uuid,
  last_status     integer,
  last_problem    text,
  last_tried_at   timestamptz(3),
  PRIMARY KEY (tenant_id, subscription_id, event_id),
  FOREIGN KEY (tenant_id, subscription_id) REFERENCES webhook_subscription (tenant_id, id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES webhook_event (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (tenant_id, subscription_id, next_try_at, event_id)
  WHERE state = 'waiting';
CREATE INDEX webhook_delivery_state ON webhook_delivery (tenant_id, subscription_id, state, event_id);
CREATE INDEX webhook_delivery_event ON webhook_delivery (tenant_id, event_id);

-- Each call that was made, with what was sent beside the body, and what was answered.
CREATE TABLE webhook_try (
  tenant_id        uuid NOT NULL,
  id               uuid NOT NULL,
  subscription_id  uuid NOT NULL,
  event_id         uuid NOT NULL,
  at               timestamptz(3) NOT NULL,
  duration_ms      integer NOT NULL,
  request_headers  json NOT NULL,
  -- null where no answer came
  status           integer,
  response_headers json,
  response_body    text,
  is_body_cut      boolean NOT NULL DEFAULT false,
  problem          text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, subscription_id, event_id)
    REFERENCES webhook_delivery (tenant_id, subscription_id, event_id) ON DELETE CASCADE
);
CREATE INDEX webhook_try_delivery ON webhook_try (tenant_id, subscription_id, event_id, id);

ALTER TABLE webhook_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON webhook_subscription
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE webhook_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_event FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON webhook_event
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON webhook_delivery
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE webhook_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_try FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON webhook_try
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON webhook_subscription, webhook_delivery TO tieout_app;
-- An event goes when it is old, and its deliveries and tries with it.
GRANT SELECT, INSERT, DELETE ON webhook_event TO tieout_app;
GRANT SELECT, INSERT ON webhook_try TO tieout_app;

-- The subscriptions of every tenant for which something is due. It runs with the caller's own rights, entering one
-- tenant after another, and leaves none entered.
CREATE FUNCTION due_webhook_subscriptions()
RETURNS TABLE (tenant_id uuid, id uuid, is_failing boolean)
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
      SELECT s.tenant_id, s.id, s.failing_since IS NOT NULL FROM webhook_subscription s
       WHERE s.tenant_id = t AND s.state = 'active' AND (s.held_until IS NULL OR s.held_until <= now())
         AND EXISTS (SELECT FROM webhook_delivery d WHERE d.tenant_id = t AND d.subscription_id = s.id
                        AND d.state = 'waiting' AND d.next_try_at <= now());
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION due_webhook_subscriptions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_webhook_subscriptions() TO tieout_app;

-- Which scopes there are is written in lib/access/permissions.ts alone; one that it does not know gives nothing.
ALTER TABLE api_key DROP CONSTRAINT api_key_scopes_check;
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check
  CHECK (array_to_string(scopes, ' ', '?') ~ '^([a-z_]+:[a-z_]+( [a-z_]+:[a-z_]+)*)?$');
