import { describe, expect, it } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { toListedRecord } from '../../../app/[tenant]/history/[tab]/listed-record.ts';

const FAILED: RecordRow = {
  id: '0190a3c4-0000-7000-8000-000000000001',
  kind: 'invoice',
  source: 'tms',
  sourceId: 'inv_881',
  number: 'INV-10442',
  amount: toAmount('1250.00'),
  currency: 'USD',
  payer: 'Acme Retail',
  billingOrg: 'Acme Freight West',
  shipmentId: 'SHP-20931',
  sourceStatus: 'Created',
  documentDate: '2026-10-31',
  dueDate: null,
  syncStatus: 'failed',
  syncDate: '2026-11-02T10:30:00.000Z',
  pendingSince: '2026-11-01T08:00:00.000Z',
  lastAttemptAt: '2026-11-02T10:30:00.000Z',
  attemptCount: 1,
  errorCode: 'VENDOR_MISSING_ACCOUNT',
  errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  toldMessage: null,
  cause: null,
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
  version: 1,
};

describe('toListedRecord', () => {
  it('gives the exact message with its code', () => {
    expect(toListedRecord(FAILED).message).toEqual({
      text: FAILED.errorMessage,
      code: 'VENDOR_MISSING_ACCOUNT',
      isAnswer: false,
      fullLength: null,
      cause: null,
    });
  });

  it('gives the beginning of a long message, and how long it is', () => {
    const message = toListedRecord({ ...FAILED, errorMessage: 'x'.repeat(65_536) }).message;
    expect(message?.text).toBe('x'.repeat(4_000));
    expect(message?.fullLength).toBe(65_536);
  });

  it('keeps the message of a record that is pending again, and none of one that is complete', () => {
    expect(toListedRecord({ ...FAILED, syncStatus: 'pending' }).message).not.toBeNull();
    expect(toListedRecord({ ...FAILED, syncStatus: 'complete' }).message).toBeNull();
    expect(toListedRecord({ ...FAILED, errorMessage: null, errorCode: null }).message).toBeNull();
  });

  it('gives what the answer says, or the code, only where no message was sent', () => {
    const told = { ...FAILED, toldMessage: '↳ Period closed\n↳ HTTP 400' };
    expect(toListedRecord(told).message).toMatchObject({ text: FAILED.errorMessage, isAnswer: false });
    const answer = { text: 'Period closed\nHTTP 400', isAnswer: true };
    expect(toListedRecord({ ...told, errorMessage: null }).message).toMatchObject(answer);
    const bare = { ...FAILED, errorMessage: null, toldMessage: FAILED.errorCode };
    expect(toListedRecord(bare).message).toMatchObject({ text: 'VENDOR_MISSING_ACCOUNT', code: null, isAnswer: false });
  });

  it('calls a record without a number by its id in the source', () => {
    expect(toListedRecord(FAILED).label).toBe('INV-10442');
    expect(toListedRecord({ ...FAILED, number: null }).label).toBe('inv_881');
  });

  it('says in words what a person should know', () => {
    const excluded = { ...FAILED, excludedAt: '2026-11-03T00:00:00.000Z', excludedReason: 'Void' };
    expect(toListedRecord({ ...excluded, isVoidInLedger: true, isChangedSinceFailed: true }).notes).toEqual([
      'Excluded: Void',
      'Void here, still in the ledger',
      'Changed since it failed',
    ]);
    expect(toListedRecord({ ...excluded, excludedReason: null }).notes).toEqual(['Excluded']);
    expect(toListedRecord(FAILED).notes).toEqual([]);
  });

  it('sends no more of a record than its row shows', () => {
    const text = JSON.stringify(toListedRecord(FAILED));
    expect(text.length).toBeLessThan(800);
    expect(text).not.toContain('isChangedSinceSync');
  });
});
