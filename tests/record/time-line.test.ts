import { describe, expect, test } from 'vitest';
import { lineReason } from '#components/record/line-reason.ts';
import { supportText } from '#components/record/support-text.ts';
import { timeLineOf } from '#components/record/time-line.ts';
import { toAmount } from '#lib/core/money.ts';
import type { RecordAttempt, RecordDetail, RecordEvent } from '#lib/records/record-contract.ts';

const at = (minute: number) => `2026-11-02T10:${String(minute).padStart(2, '0')}:00.000Z`;

function attempt(id: string, minute: number, receivedMinute = minute): RecordAttempt {
  return {
    id,
    externalId: `SY-${id}`,
    outcome: 'failed',
    attemptedAt: at(minute),
    receivedAt: at(receivedMinute),
    source: 'tms',
    apiKeyName: 'Nightly',
    hookName: null,
    importName: null,
    connection: null,
    sentAmount: null,
    sentCurrency: null,
    referenceNumber: null,
    syncedAmount: null,
    syncedCurrency: null,
    errorCode: '6000',
    errorMessage: 'Business validation error',
    raw: '{"token":"secret-payload"}',
    contentVersion: 1,
  };
}

function event(id: string, minute: number): RecordEvent {
  return {
    id,
    at: at(minute),
    actor: { type: 'person', name: 'Dana' },
    action: 'record.noted',
    before: null,
    after: null,
    note: 'Called them',
    bulkOperationId: null,
  };
}

describe('The time line', () => {
  test('is one, newest first, of tries, changes and the day it came', () => {
    const line = timeLineOf({
      earlierAttemptsCursor: null,
      attempts: [attempt('b', 30), attempt('a', 10)],
      events: [event('y', 40), event('x', 20)],
      createdAt: at(5),
    });
    expect(
      line.map((entry) =>
        entry.type === 'received' ? 'received' : entry.type === 'event' ? entry.event.id : entry.attempt.id,
      ),
    ).toEqual(['y', 'b', 'x', 'a', 'received']);
  });

  test('puts a try that was reported late where it belongs, and says so', () => {
    const line = timeLineOf({
      earlierAttemptsCursor: null,
      attempts: [attempt('b', 30), attempt('a', 10, 50)],
      events: [event('x', 20)],
      createdAt: at(5),
    });
    expect(line.map((entry) => entry.type)).toEqual(['attempt', 'event', 'attempt', 'received']);
    expect(line[2]).toMatchObject({ isLate: true });
  });

  test('what is of one instant has an order: a person’s act above a job’s', () => {
    const line = timeLineOf({
      earlierAttemptsCursor: null,
      attempts: [attempt('a', 10)],
      events: [event('x', 10)],
      createdAt: at(10),
    });
    expect(line.map((entry) => entry.type)).toEqual(['event', 'attempt', 'received']);
  });
});

describe('What is copied for support', () => {
  const record = {
    id: '01939b2e-0000-7000-8000-000000000000',
    kind: 'invoice',
    number: 'INV-1',
    source: 'tms',
    sourceId: 'inv_1',
    syncStatus: 'failed',
    isByHand: false,
    amount: toAmount('12.50'),
    currency: 'USD',
    syncedAmount: null,
    syncedCurrency: null,
    referenceNumber: null,
    connection: { ledger: 'qbo', companyId: '123', companyName: 'Acme Inc' },
    createdAt: at(1),
    lastAttemptAt: at(10),
    syncedAt: null,
    errorCode: '6000',
    errorMessage: 'Business validation error',
    toldMessage: null,
    payer: 'Acme Retail',
    payerEmail: 'payer@example.com',
    billingOrgEmail: 'org@example.com',
    attempts: [attempt('a', 10)],
  } as unknown as RecordDetail;

  test('names the record, its times, codes, connection and message', () => {
    const text = supportText(record, 'https://tieout.example/acme/records/1');
    for (const part of [
      record.id,
      'INV-1',
      'inv_1 (tms)',
      'Business validation error',
      '6000',
      'Acme Inc, QuickBooks Online 123',
      at(10),
      'SY-a',
      'https://tieout.example/acme/records/1',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('holds no payload and no address of a person', () => {
    const text = supportText(record, 'https://tieout.example/');
    expect(text).not.toContain('secret-payload');
    expect(text).not.toContain('@');
  });
});

describe('Why a line differs', () => {
  const line = (amount: string | null, synced: string | null, tax: string | null = null) => ({
    amount: amount === null ? null : toAmount(amount),
    syncedAmount: synced === null ? null : toAmount(synced),
    taxAmount: tax === null ? null : toAmount(tax),
  });
  const record = { currency: 'USD', syncedCurrency: 'USD', isChangedSinceSync: false };

  test.each([
    ['an equal one has no reason', line('10', '10', '1'), null],
    ['tax left out', line('11', '10', '1'), 'without its tax'],
    ['tax added', line('10', '11', '1'), 'its tax on top'],
    ['nothing written', line('10', '0', '1'), 'nothing of it was written'],
    ['not told', line('10', null), 'the job told nothing of this line'],
    ['no amount', line(null, '10'), 'the source told no amount'],
    ['unknown', line('10', '9'), null],
  ])('%s', (_name, of, reason) => {
    expect(lineReason(of, record)).toBe(reason);
  });

  test('another currency, and a change since', () => {
    expect(lineReason(line('10', '9'), { ...record, syncedCurrency: 'CAD' })).toBe('the ledger holds it in CAD');
    expect(lineReason(line('10', '9'), { ...record, isChangedSinceSync: true })).toBe('the document changed since');
  });
});
