-- Inbound hooks: secret addresses that Zapier, Make and anything else post to, and everything that they posted.

CREATE TABLE hook (
  tenant_id            uuid NOT NULL REFERENCES tenant (id),
  id                   uuid NOT NULL,
  source_id            uuid NOT NULL,
  name                 varchar(255) NOT NULL CHECK (name <> ''),
  secret_hash          bytea NOT NULL,
  -- the last characters of the address, by which people tell one from another
  secret_hint          varchar(8) NOT NULL,
  -- after a rotation: the address before, and until when it is still good
  previous_secret_hash bytea,
  previous_until       timestamptz(3),
  -- which built-in mapping it uses; null recognises the shape of each payload
  preset               varchar(64),
  -- the tenant's own mapping, which goes before the preset; see lib/mapping
  mapping              jsonb,
  mapping_version      integer NOT NULL DEFAULT 1,
  created_at           timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at           timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);

-- One payload as received. One that holds a list is split: each entry is a row of its own, below its parent.
CREATE TABLE hook_payload (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  hook_id         uuid NOT NULL,
  received_at     timestamptz(3) NOT NULL DEFAULT now(),
  content_type    varchar(255),
  -- byte for byte; of an entry of a list, its own part of the parent's body
  body            bytea NOT NULL,
  -- of what was sent; more than the body holds if it was cut
  size            integer NOT NULL,
  is_cut          boolean NOT NULL DEFAULT false,
  -- by which a delivery that is repeated is recognised, if the sender numbers its deliveries
  delivery_key    bytea,
  request_id      varchar(64) NOT NULL,
  parent_id       uuid,
  entry_no        integer,
  state           text NOT NULL DEFAULT 'received' CHECK (state IN
                    ('received', 'split', 'applied', 'unreadable', 'unmapped', 'unmatched', 'refused', 'failed', 'dismissed')),
  -- why it waits: a list of field and message
  reasons         json,
  -- what the mapping gave, while it waits; the name of a target field to its value
  mapped          json,
  preset          varchar(64),
  mapping_version integer,
  external_id     varchar(255),
  attempt_id      uuid,
  record_id       uuid,
  settled_at      timestamptz(3),
  settled_by      uuid,
  settled_reason  text CHECK (length(settled_reason) <= 2000),
  former_state    text,
  tries           smallint NOT NULL DEFAULT 0,
  claimed_until   timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, hook_id) REFERENCES hook (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES hook_payload (tenant_id, id),
  UNIQUE (tenant_id, parent_id, entry_no),
  UNIQUE (tenant_id, hook_id, delivery_key)
);
CREATE INDEX hook_payload_new ON hook_payload (tenant_id, id) WHERE state = 'received';
CREATE INDEX hook_payload_waiting ON hook_payload (tenant_id, id DESC)
  WHERE state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed');
CREATE INDEX hook_payload_of_hook ON hook_payload (tenant_id, hook_id, id DESC);

ALTER TABLE hook ENABLE ROW LEVEL SECURITY;
ALTER TABLE hook FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON hook USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE hook_payload ENABLE ROW LEVEL SECURITY;
ALTER TABLE hook_payload FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON hook_payload USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON hook TO tieout_app;
-- What was received is never changed; only what became of it.
GRANT SELECT, INSERT ON hook_payload TO tieout_app;
GRANT UPDATE (state, reasons, mapped, preset, mapping_version, external_id, attempt_id, record_id, settled_at, settled_by,
              settled_reason, former_state, tries, claimed_until) ON hook_payload TO tieout_app;

-- Finds the hook of an address within its tenant and stores what was posted to it, in one round trip: the answer to a
-- sender waits for nothing else. Gives false for an address that is not good, known or not. It runs with the caller's
-- own rights, under row-level security like any query.
CREATE FUNCTION receive_hook_payload(tenant uuid, hash bytea, payload uuid, type text, content bytea, content_size integer,
                                     is_part boolean, delivery bytea, request text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  hook_id uuid;
BEGIN
  PERFORM set_config('app.tenant_id', tenant::text, true);
  SELECT h.id INTO hook_id FROM hook h
   WHERE h.tenant_id = tenant AND h.revoked_at IS NULL
     AND (h.secret_hash = hash OR (h.previous_secret_hash = hash AND h.previous_until > now()));
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO hook_payload (tenant_id, id, hook_id, content_type, body, size, is_cut, delivery_key, request_id)
  VALUES (tenant, payload, hook_id, type, content, content_size, is_part, delivery, request)
  ON CONFLICT DO NOTHING;
  PERFORM pg_notify('tieout_hook_payloads', '');
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION receive_hook_payload(uuid, bytea, uuid, text, bytea, integer, boolean, bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receive_hook_payload(uuid, bytea, uuid, text, bytea, integer, boolean, bytea, text) TO tieout_app;

-- The tenants whose hooks received something that nobody has looked at yet. Like waiting_bulk_operations, it enters one
-- tenant after another with the caller's own rights, and leaves none entered.
CREATE FUNCTION tenants_with_hook_payloads()
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, public
AS $$
DECLARE
  t uuid;
BEGIN
  FOR t IN SELECT tenant.id FROM tenant LOOP
    PERFORM set_config('app.tenant_id', t::text, true);
    IF EXISTS (SELECT FROM hook_payload p
                WHERE p.tenant_id = t AND p.state = 'received' AND (p.claimed_until IS NULL OR p.claimed_until < now())) THEN
      RETURN NEXT t;
    END IF;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
REVOKE ALL ON FUNCTION tenants_with_hook_payloads() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_hook_payloads() TO tieout_app;

-- An outcome comes by a key, by a hook, or out of a file that somebody imported. No foreign keys, as with api_key_id.
ALTER TABLE sync_attempt ADD COLUMN hook_id uuid, ADD COLUMN import_id uuid;
ALTER TABLE rejected_item ADD COLUMN hook_id uuid, ADD COLUMN import_id uuid;
