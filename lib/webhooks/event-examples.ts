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

const CONNECTION = {
  id: '01936f5e-7b8c-7d9e-8f01-2a3b4c5d6e7f',
  ledger: 'qbo',
  companyId: '9130347957983546',
  companyName: 'Acme Freight Inc',
};

const LOST = {
  id: '01936f5e-8c9d-7eaf-9012-3b4c5d6e7f80',
  problem: 'connection.lost',
  severity: 'problem',
  title: 'QuickBooks Online refuses Acme Freight Inc',
  body: 'The authorisation was revoked. An admin has to connect anew.',
  url: `https://tieout.example.com/acme/connections/${CONNECTION.id}`,
  facts: { reason: 'revoked' },
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
  'connection.lost': event('connection.lost', { notice: LOST, connection: CONNECTION }),
  'connection.ends_soon': event('connection.ends_soon', {
    notice: {
      ...LOST,
      problem: 'connection.ends_soon',
      severity: 'warning',
      title: 'The connection to Acme Freight Inc ends in 14 days',
      body: 'An admin has to connect anew before 16 Nov 2026.',
      facts: { days: 14, endsAt: '2026-11-16T10:30:00.000Z' },
    },
    connection: CONNECTION,
  }),
  'connection.check_failed': event('connection.check_failed', {
    notice: {
      ...LOST,
      problem: 'connection.check_failed',
      severity: 'warning',
      title: 'The plan of Acme Freight Inc allows no bills',
      body: '12 pending bills can’t be synced with this plan.',
      facts: { check: 'plan' },
    },
    connection: CONNECTION,
  }),
  'connection.recovered': event('connection.recovered', {
    notice: {
      ...LOST,
      severity: 'info',
      title: 'Acme Freight Inc is connected again',
      body: 'Tieout reads it again.',
    },
    connection: CONNECTION,
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
