/** A record as the documentation shows it. */
export const RECORD_EXAMPLE = {
  kind: 'invoice',
  sourceId: 'inv_881',
  number: 'INV-10442',
  amount: '1250.00',
  currency: 'USD',
  payer: 'Acme Retail',
  billingOrg: 'Acme Freight West',
  shipmentId: 'SHP-20931',
  sourceStatus: 'created',
  documentDate: '2026-10-31',
  lines: [
    { lineNo: 1, description: 'Linehaul', amount: '1100.00' },
    { lineNo: 2, description: 'Fuel surcharge', amount: '150.00' },
  ],
};

/** An outcome as the documentation shows it. */
export const ATTEMPT_EXAMPLE = {
  externalId: 'SY12345',
  record: { kind: 'invoice', sourceId: 'inv_881' },
  outcome: 'failed',
  attemptedAt: '2026-11-02T10:30:00Z',
  errorCode: 'VENDOR_MISSING_ACCOUNT',
  errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  referenceNumber: null,
  syncedAmount: null,
  raw: {},
};

/** A change of statuses as the documentation shows it. */
export const STATUS_EXAMPLE = {
  filter: { kind: 'invoice', syncStatus: 'failed', from: '2026-10-01', to: '2026-10-31' },
  target: 'pending',
  idempotencyKey: 'retry-2026-10',
};
