import { describe, expect, test } from 'vitest';
import { toAmount } from '#lib/core/money.ts';
import { applyAttempt } from '#lib/records/apply-attempt.ts';
import { applyDocument, documentErrors, listHash } from '#lib/records/apply-document.ts';
import { COMPLETE, FAILED, PENDING, type RecordState } from '#lib/records/record-state.ts';
import type { RecordInput } from '#lib/records/schemas.ts';
import type { SourceSettings } from '#lib/sources/source-settings.ts';
import {
  completeAttempt,
  documentInput,
  failedAttempt,
  minute,
  recordState,
  sourceSettings,
} from '#tests/factories/record-state.ts';

const NOW = minute(60);

function put(before: RecordState, input: Partial<RecordInput>, settings: Partial<SourceSettings> = {}) {
  const context = { now: NOW, settings: sourceSettings(settings), connectionId: undefined };
  return applyDocument(before, false, documentInput(input), context);
}

function completed(changes: Partial<RecordState> = {}): RecordState {
  return applyAttempt(recordState(changes), completeAttempt({ attemptedAt: minute(1) }));
}

function failed(changes: Partial<RecordState> = {}): RecordState {
  return applyAttempt(recordState(changes), failedAttempt({ attemptedAt: minute(1) }));
}

describe('What a document says', () => {
  test('a new one is Pending and created', () => {
    const before = recordState({ amount: null, currency: null });
    const context = { now: NOW, settings: sourceSettings(), connectionId: undefined };
    const input = documentInput({ number: 'INV-1', amount: toAmount('5'), currency: 'EUR' });
    const change = applyDocument(before, true, input, context);
    expect(change).toMatchObject({ result: 'created', before: {}, after: {} });
    expect(change.state).toMatchObject({ syncStatus: PENDING, number: 'INV-1', amount: '5.0000', contentVersion: 1 });
  });

  test('a field left out keeps its value, null clears it', () => {
    const before = recordState({ number: 'INV-1', payer: 'Acme', shipmentId: 'S-1' });
    const change = put(before, { payer: null });
    expect(change.result).toBe('updated');
    expect(change.state).toMatchObject({ number: 'INV-1', payer: null, shipmentId: 'S-1' });
    expect(change).toMatchObject({ before: { payer: 'Acme' }, after: { payer: null } });
  });

  test('lines: [] means no lines, and leaving them out keeps them', () => {
    const before = recordState({ linesHash: listHash([{ lineNo: 1 }]) });
    expect(put(before, { number: 'X' }).hasNewLines).toBe(false);
    expect(put(before, { lines: [] })).toMatchObject({ hasNewLines: true, state: { linesHash: null } });
  });

  test('the same again is unchanged, and the state is the very same', () => {
    const before = recordState({ number: 'INV-1', linesHash: listHash([{ lineNo: 1 }]) });
    const change = put(before, { number: 'INV-1', lines: [{ lineNo: 1 }], amount: toAmount('100.00') });
    expect(change).toMatchObject({ result: 'unchanged', isStale: false });
    expect(change.state).toBe(before);
  });

  test.each([
    ['number', { number: 'INV-2' }],
    ['amount', { amount: toAmount('101') }],
    ['currency', { currency: 'EUR' }],
    ['payer', { payer: 'Other' }],
    ['payer e-mail', { payerEmail: 'a@b.example' }],
    ['billing organisation', { billingOrg: 'West' }],
    ['billing organisation’s e-mail', { billingOrgEmail: 'w@b.example' }],
    ['document date', { documentDate: '2026-10-01' }],
    ['due date', { dueDate: '2026-10-31' }],
    ['lines', { lines: [{ lineNo: 1, amount: toAmount('1') }] }],
    ['what it applies to', { applies: [{ kind: 'invoice' as const, sourceId: 'i', amount: toAmount('1') }] }],
    ['void', { deleted: true }],
  ])('a change of the %s raises the content version', (_what, input) => {
    expect(put(recordState(), input).state.contentVersion).toBe(2);
  });

  test.each([
    ['shipment', { shipmentId: 'S-2' }],
    ['source status', { sourceStatus: 'Approved' }],
  ])('a change of the %s is an update, but no other document', (_what, input) => {
    const change = put(recordState(), input);
    expect(change).toMatchObject({ result: 'updated', state: { contentVersion: 1 } });
  });

  test('an amount needs its currency', () => {
    expect(documentErrors(recordState({ currency: null }))).toEqual([
      { field: 'currency', message: expect.stringContaining('is required') },
    ]);
    expect(documentErrors(recordState({ amount: null, currency: null }))).toEqual([]);
  });
});

describe('A source document that changes', () => {
  test('Complete with a content version above the synced one stays Complete: changed since sync', () => {
    const { state } = put(completed(), { amount: toAmount('120') });
    expect(state).toMatchObject({ syncStatus: COMPLETE, contentVersion: 2, syncedContentVersion: 1 });
  });

  test('a source that says so puts it back to Pending instead', () => {
    const { state } = put(completed(), { amount: toAmount('120') }, { pendingWhenChanged: true });
    expect(state).toMatchObject({ syncStatus: PENDING, pendingSince: NOW, isByHand: false, contentVersion: 2 });
    expect(state.referenceNumber).toBe('REF-1');
  });

  test('that setting leaves a change that is no content, and a void document', () => {
    const settings = { pendingWhenChanged: true };
    expect(put(completed(), { shipmentId: 'S-9' }, settings).state.syncStatus).toBe(COMPLETE);
    expect(put(completed(), { deleted: true }, settings).state.syncStatus).toBe(COMPLETE);
  });

  test('Failed stays Failed: changed since it failed', () => {
    const { state } = put(failed(), { amount: toAmount('120') }, { pendingWhenChanged: true });
    expect(state).toMatchObject({ syncStatus: FAILED, contentVersion: 2, lastAttemptContentVersion: 1 });
  });

  test('older data is unchanged and stale; nothing is taken from it', () => {
    const before = recordState({ sourceUpdatedAt: minute(5), number: 'NEW' });
    const change = put(before, { number: 'OLD', sourceUpdatedAt: minute(4) });
    expect(change).toMatchObject({ result: 'unchanged', isStale: true });
    expect(change.state).toBe(before);
  });

  test('data of the same time or without one is taken', () => {
    const before = recordState({ sourceUpdatedAt: minute(5), number: 'NEW' });
    expect(put(before, { number: 'SAME', sourceUpdatedAt: minute(5) }).state.number).toBe('SAME');
    expect(put(before, { number: 'NONE' }).state).toMatchObject({ number: 'NONE', sourceUpdatedAt: minute(5) });
  });

  test('the same content with a newer time is unchanged, and the time is kept', () => {
    const change = put(recordState({ sourceUpdatedAt: minute(5) }), { sourceUpdatedAt: minute(9) });
    expect(change).toMatchObject({ result: 'unchanged', isStale: false, state: { sourceUpdatedAt: minute(9) } });
  });
});

describe('Void', () => {
  test('never synced: excluded, with reason and time', () => {
    const { state } = put(failed(), { sourceStatus: 'Void' });
    expect(state).toMatchObject({ excludedAt: NOW, excludedReason: 'Void in the source system', excludedBy: null });
  });

  test('deleted: true is void too, and says so', () => {
    const { state } = put(recordState(), { deleted: true });
    expect(state).toMatchObject({ isDeleted: true, isVoid: true, excludedReason: 'Deleted in the source system' });
  });

  test('already in the ledger: stays, void here, still in the ledger', () => {
    const { state } = put(completed(), { sourceStatus: 'void' });
    expect(state).toMatchObject({ isVoid: true, excludedAt: null, syncStatus: COMPLETE });
    const failedAfter = applyAttempt(completed(), failedAttempt({ attemptedAt: minute(2) }));
    expect(put(failedAfter, { deleted: true }).state).toMatchObject({ isVoid: true, excludedAt: null });
  });

  test('void no more: back in the lists', () => {
    const { state: excluded } = put(recordState(), { sourceStatus: 'Void' });
    expect(put(excluded, { sourceStatus: 'Created' }).state).toMatchObject({ excludedAt: null, excludedReason: null });
  });

  test('what a person excluded stays excluded', () => {
    const excludedBy = '01900000-0000-7000-8000-00000000000a';
    const before = recordState({ excludedAt: minute(1), excludedReason: 'Duplicate', excludedBy });
    const { state } = put(put(before, { deleted: true }).state, { deleted: false });
    expect(state).toMatchObject({ excludedAt: minute(1), excludedReason: 'Duplicate', excludedBy });
  });

  test('a tenant’s own mapping decides what void means, whatever the letter case', () => {
    const settings = { sourceStatuses: { invoice: { scrapped: 'void' as const, void: 'syncable' as const } } };
    expect(put(recordState(), { sourceStatus: 'SCRAPPED' }, settings).state.isVoid).toBe(true);
    expect(put(recordState(), { sourceStatus: 'Void' }, settings).state.isVoid).toBe(false);
  });
});
