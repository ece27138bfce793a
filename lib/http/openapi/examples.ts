/** The ids of the documentation's own world. */
export const ID_EXAMPLE = '01936f5e-1a2b-7c3d-8e4f-5a6b7c8d9e0f';
export const OTHER_ID_EXAMPLE = '01936f5e-4d5e-7f60-8a1b-2c3d4e5f6071';

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
  filter: { kind: 'invoice', syncStatus: 'failed', from: '2026-11-01', to: '2026-11-30' },
  target: 'pending',
};

/** That record after that outcome, as a list answers it. */
export const LISTED_EXAMPLE = {
  id: ID_EXAMPLE,
  kind: 'invoice',
  source: 'tms',
  sourceId: 'inv_881',
  number: 'INV-10442',
  amount: '1250.00',
  currency: 'USD',
  payer: 'Acme Retail',
  billingOrg: 'Acme Freight West',
  shipmentId: 'SHP-20931',
  sourceStatus: 'created',
  documentDate: '2026-10-31',
  dueDate: null,
  syncStatus: 'failed',
  syncDate: '2026-11-02T10:30:00.000Z',
  pendingSince: '2026-11-01T08:00:00.000Z',
  lastAttemptAt: '2026-11-02T10:30:00.000Z',
  attemptCount: 1,
  errorCode: 'VENDOR_MISSING_ACCOUNT',
  errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  cause: 'missing_account_mapping',
  referenceNumber: null,
  syncedAmount: null,
  syncedCurrency: null,
  difference: null,
  comparison: 'not_synced',
  isByHand: false,
  statusSetAt: null,
  statusSetByName: null,
  statusReason: null,
  isChangedSinceSync: false,
  isChangedSinceFailed: false,
  isTriedAfterClosing: false,
  hasTwoReferences: false,
  isAlreadyInLedger: false,
  isVoidInLedger: false,
  isInDoubt: false,
  waits: null,
  forecast: null,
  excludedAt: null,
  excludedReason: null,
  version: 2,
};

/** The same record whole. */
export const RECORD_DETAIL_EXAMPLE = {
  ...LISTED_EXAMPLE,

  payerEmail: null,
  billingOrgEmail: null,
  sourceName: 'TMS',
  connection: null,
  sourceUpdatedAt: null,
  contentVersion: 1,
  syncedContentVersion: null,
  syncedAt: null,
  createdAt: '2026-11-01T08:00:00.000Z',
  lines: [
    {
      lineNo: 1,
      description: 'Linehaul',
      quantity: null,
      unitAmount: null,
      amount: '1100.00',
      accountCode: null,
      itemCode: null,
      taxCode: null,
      taxAmount: null,
      tracking: null,
      syncedAmount: null,
    },
    {
      lineNo: 2,
      description: 'Fuel surcharge',
      quantity: null,
      unitAmount: null,
      amount: '150.00',
      accountCode: null,
      itemCode: null,
      taxCode: null,
      taxAmount: null,
      tracking: null,
      syncedAmount: null,
    },
  ],
  applies: [],
  paidBy: [],
  inLedger: null,
  explanation: null,
  attempts: [
    {
      id: OTHER_ID_EXAMPLE,
      externalId: 'SY12345',
      outcome: 'failed',
      attemptedAt: '2026-11-02T10:30:00.000Z',
      receivedAt: '2026-11-02T10:30:02.000Z',
      source: 'tms',
      apiKeyName: 'Nightly sync',
      hookName: null,
      importName: null,
      connection: null,
      sentAmount: null,
      sentCurrency: null,
      referenceNumber: null,
      syncedAmount: null,
      syncedCurrency: null,
      errorCode: 'VENDOR_MISSING_ACCOUNT',
      errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
      raw: '{}',
      contentVersion: 1,
    },
  ],
  earlierAttemptsCursor: null,
  events: [],
};

/** That change of statuses, finished. */
export const OPERATION_EXAMPLE = {
  id: ID_EXAMPLE,
  act: 'status',
  target: 'pending',
  undoes: null,
  state: 'finished',
  kinds: ['invoice'],
  total: 1,
  done: 1,
  counts: {
    updated: 1,
    unchanged: 0,
    skipped: 0,
    notFound: 0,
  },
  skippedBy: {},
  parts: [
    {
      syncStatus: 'failed',
      isByHand: false,
      isInLedger: false,
      isExcluded: false,
      count: 1,
      amounts: [
        {
          currency: 'USD',
          count: 1,
          amount: '1250.00',
        },
      ],
    },
  ],
  reason: null,
  referenceNumber: null,
  brokenReason: null,
  createdBy: {
    type: 'api_key',
    name: 'Nightly sync',
  },
  createdAt: '2026-11-03T09:00:00.000Z',
  startedAt: '2026-11-03T09:00:00.000Z',
  finishedAt: '2026-11-03T09:00:00.120Z',
  undoableUntil: '2026-12-03T09:00:00.120Z',
  undoneBy: null,
};

/** That record as a sync job is given it. */
export const CLAIMED_EXAMPLE = {
  id: OTHER_ID_EXAMPLE,
  kind: 'invoice',
  source: 'tms',
  sourceId: 'inv_881',
  idempotencyKey: `${OTHER_ID_EXAMPLE}-v1`,
  contentVersion: 1,
  checkFirst: false,
  leaseUntil: '2026-11-02T10:32:00.000Z',
  referenceNumber: null,
  number: 'INV-10442',
  amount: '1250.00',
  currency: 'USD',
  payer: 'Acme Retail',
  payerEmail: null,
  billingOrg: 'Acme Freight West',
  billingOrgEmail: null,
  shipmentId: 'SHP-20931',
  sourceStatus: 'created',
  documentDate: '2026-10-31',
  dueDate: null,
  pendingSince: '2026-11-01T08:00:00.000Z',
  connection: null,
  lines: [
    { lineNo: 1, description: 'Linehaul', amount: '1100.00' },
    { lineNo: 2, description: 'Fuel surcharge', amount: '150.00' },
  ].map((line) => ({
    ...line,
    quantity: null,
    unitAmount: null,
    accountCode: null,
    itemCode: null,
    taxCode: null,
    taxAmount: null,
    tracking: null,
  })),
  applies: [],
};

/** A claim of it. */
export const CLAIM_EXAMPLE = {
  id: ID_EXAMPLE,
  leaseUntil: CLAIMED_EXAMPLE.leaseUntil,
  hasMore: false,
  records: [CLAIMED_EXAMPLE],
};
