import { BODY_VERSION, type EventType } from './webhook-contract.ts';

const RECORD = {
  id: '01936f5e-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
  kind: 'invoice',
  source: 'tms',
  sourceId: 'inv_881',
  number: 'INV-10442',
  amount: '1250.00',
  currency: 'USD',
  sourceStatus: 'created',
  contentVersion: 1,
  status: 'pending',
  statusBefore: 'failed',
  isInDoubt: false,
  isByHand: false,
  referenceNumber: null,
  syncedAmount: null,
  syncedCurrency: null,
};

/** An event of each type as the documentation shows it, with all that a body has. */
export const EVENT_EXAMPLES: Record<EventType, Record<string, unknown>> = {
  'record.pending': event('record.pending', { records: [RECORD] }),
  'record.status_changed': event('record.status_changed', {
    records: [
      {
        ...RECORD,
        status: 'complete',
        statusBefore: 'pending',
        referenceNumber: '1042',
        syncedAmount: '1250.00',
        syncedCurrency: 'USD',
      },
    ],
  }),
  'attempt.failed': event('attempt.failed', {
    attempts: [
      {
        id: '01936f5e-4d5e-7f60-8a1b-2c3d4e5f6071',
        externalId: 'SY12345',
        attemptedAt: '2026-11-02T10:30:00.000Z',
        errorCode: 'VENDOR_MISSING_ACCOUNT',
        errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
        isErrorMessageCut: false,
        record: {
          id: RECORD.id,
          kind: 'invoice',
          source: 'tms',
          sourceId: 'inv_881',
          number: 'INV-10442',
          amount: '1250.00',
          currency: 'USD',
          status: 'failed',
        },
      },
    ],
  }),
  'bulk.finished': event('bulk.finished', {
    operation: {
      id: '01936f5e-6a7b-7c8d-9e0f-1a2b3c4d5e6f',
      act: 'status',
      target: 'pending',
      undoes: null,
      state: 'finished',
      kinds: ['invoice'],
      total: 120,
      done: 120,
      counts: { updated: 118, unchanged: 0, skipped: 2, notFound: 0 },
      skippedBy: { changed_meanwhile: 2 },
      reason: null,
      createdBy: { type: 'person', name: 'Robin Ng' },
      startedAt: '2026-11-02T10:30:00.000Z',
      finishedAt: '2026-11-02T10:30:02.000Z',
    },
  }),
};

function event(type: EventType, data: Record<string, unknown>): Record<string, unknown> {
  return {
    id: '01936f5e-2c10-7a51-9d3c-5f0b6a1e44aa',
    type,
    version: BODY_VERSION,
    timestamp: '2026-11-02T10:30:00.000Z',
    data,
  };
}
