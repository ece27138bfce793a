-- What a ledger itself holds: its invoices, bills and payments, read back by the same readings as its lists.

ALTER TABLE ledger_reading DROP CONSTRAINT ledger_reading_type_check;
ALTER TABLE ledger_reading ADD CONSTRAINT ledger_reading_type_check
  CHECK (type IN ('account', 'customer', 'vendor', 'item', 'tax_code', 'tracking', 'currency',
                  'invoice', 'bill', 'invoice_payment', 'bill_payment'));

CREATE TABLE ledger_document (
  tenant_id          uuid NOT NULL REFERENCES tenant (id),
  connection_id      uuid NOT NULL,
  kind               text NOT NULL CHECK (kind IN ('invoice', 'invoice_payment', 'bill', 'bill_payment')),
  -- the ledger's own id of it
  external_key       varchar(255) NOT NULL COLLATE "C",
  number             varchar(255),
  -- as numbers are compared; see lib/ledger-documents/fold-number.ts; null where it has none
  number_key         varchar(255) COLLATE "C",
  contact_key        varchar(255) COLLATE "C",
  contact_name       varchar(255),
  -- as names are compared; see lib/comparisons/fold-name.ts; null where nobody is named
  contact_folded     varchar(255) COLLATE "C",
  document_date      date,
  due_date           date,
  currency           char(3),
  -- with tax, in the document's currency; null where the ledger did not say it
  total              numeric(19,4),
  tax_total          numeric(19,4),
  discount           numeric(19,4),
  -- what is not paid of it; of a payment, what it pays of nothing
  balance            numeric(19,4),
  status             text NOT NULL CHECK (status IN ('draft', 'open', 'paid', 'voided', 'deleted')),
  has_payments       boolean NOT NULL DEFAULT false,
  -- of a document, what pays it; of a payment, what it pays: [{"kind", "externalKey", "number", "amount", "date"}]
  links              jsonb NOT NULL DEFAULT '[]',
  -- [{"lineNo", "description", "quantity", "unitAmount", "amount", "taxAmount", "taxCode", "accountCode", "itemCode"}]
  lines              jsonb NOT NULL DEFAULT '[]',
  -- what the ledger says of it
  ledger_created_at  timestamptz(3),
  ledger_updated_at  timestamptz(3),
  -- the reading that saw it last; null of one that was asked for by itself
  reading_id         uuid,
  -- when the ledger last said how it is
  read_at            timestamptz(3) NOT NULL DEFAULT now(),
  first_seen_at      timestamptz(3) NOT NULL DEFAULT now(),
  -- when it was last seen to be otherwise than before
  changed_at         timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, connection_id, kind, external_key),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection (tenant_id, id)
);
CREATE INDEX ledger_document_number ON ledger_document (tenant_id, connection_id, kind, number_key)
  WHERE number_key IS NOT NULL;
CREATE INDEX ledger_document_date ON ledger_document (tenant_id, connection_id, kind, document_date, external_key);
CREATE INDEX ledger_document_contact ON ledger_document (tenant_id, connection_id, kind, contact_folded)
  WHERE contact_folded IS NOT NULL;

ALTER TABLE ledger_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_document FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_own ON ledger_document
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- it can be read anew at any time, and what has left the window is dropped
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_document TO tieout_app;
