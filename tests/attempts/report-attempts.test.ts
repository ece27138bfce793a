import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { storedCount, storedRecord, storedRows } from '#tests/factories/stored.ts';
import { createKey, createSource, createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  ctx = keyContext(tenant);
});

const reference = { kind: 'invoice', sourceId: 'inv_1' };
const invoice = { ...reference, number: 'INV-1', amount: '100.00', currency: 'USD' };
const failed = {
  externalId: 'SY1',
  record: invoice,
  outcome: 'failed',
  attemptedAt: '2026-11-02T10:30:00Z',
  errorCode: 'VENDOR_MISSING_ACCOUNT',
  errorMessage: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
};
const complete = {
  externalId: 'SY2',
  record: reference,
  outcome: 'complete',
  attemptedAt: '2026-11-02T11:00:00Z',
  referenceNumber: '1087',
  syncedAmount: '99.50',
};

function report(...items: unknown[]) {
  return reportAttempts(ctx, received(items));
}

describe('Answers', () => {
  test('one result an item, in order: created, duplicate, rejected, and whether it is matched', async () => {
    const results = await report(failed, { ...complete, outcome: 'maybe' }, failed, complete);
    expect(results).toMatchObject([
      { index: 0, result: 'created', matched: true },
      {
        index: 1,
        result: 'rejected',
        id: null,
        errors: [{ field: 'outcome', message: 'must be complete (1) or failed (2)' }],
      },
      { index: 2, result: 'duplicate', matched: true },
      { index: 3, result: 'created', matched: true },
    ]);
    expect(results[2]?.id).toBe(results[0]?.id);
    const record = await storedRecord(tenant, 'inv_1');
    expect(results.filter(({ id }) => id !== null).map(({ recordId }) => recordId)).toEqual(Array(3).fill(record.id));
  });

  test('outcomes may be numbers', async () => {
    await report({ ...failed, outcome: 2 }, { ...complete, outcome: 1 });
    expect((await storedRows(tenant, 'sync_attempt', 'attempted_at')).map(({ outcome }) => outcome)).toEqual([2, 1]);
  });

  test('the same again is duplicate, changes nothing and writes nothing', async () => {
    await report(failed, complete);
    const before = await storedRows(tenant, 'sync_record', 'id');
    const events = await storedCount(tenant, 'audit_event');
    const results = await report(failed, complete);
    expect(results.map(({ result }) => result)).toEqual(['duplicate', 'duplicate']);
    expect(await storedRows(tenant, 'sync_record', 'id')).toEqual(before);
    expect(await storedCount(tenant, 'audit_event')).toBe(events);
    expect(await storedCount(tenant, 'sync_attempt')).toBe(2);
  });

  test('a field that says null is the same as one that is left out, whichever was first', async () => {
    const nulls = { syncedLines: null, syncedCurrency: null, sentAmount: null, connection: null, raw: null };
    await report({ ...failed, externalId: 'SY8' }, { ...failed, externalId: 'SY9', ...nulls });
    const again = await report({ ...failed, externalId: 'SY8', ...nulls }, { ...failed, externalId: 'SY9' });
    expect(again.map(({ result }) => result)).toEqual(['duplicate', 'duplicate']);
  });

  test('the inline record of a duplicate is ignored', async () => {
    await report(failed);
    const [result] = await report({ ...failed, record: { ...invoice, number: 'CHANGED', payer: 'New' } });
    expect(result).toMatchObject({ result: 'duplicate' });
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ number: 'INV-1', payer: null });
  });

  test.each([
    ['outcome', { outcome: 'complete' }],
    ['message', { errorMessage: 'Other words.' }],
    ['time', { attemptedAt: '2026-11-02T10:30:01Z' }],
    ['raw', { raw: { a: 1 } }],
    ['record', { record: { ...invoice, sourceId: 'inv_2' } }],
  ])('the same id with another %s is a conflict, and keeps what was first', async (_what, change) => {
    await report(failed);
    const before = await storedRows(tenant, 'sync_attempt', 'id');
    const [result] = await report({ ...failed, ...change });
    expect(result).toMatchObject({
      result: 'rejected',
      errors: [{ field: 'externalId', message: expect.stringContaining('reported before with other content') }],
    });
    expect(await storedRows(tenant, 'sync_attempt', 'id')).toEqual(before);
    expect(await storedCount(tenant, 'sync_record')).toBe(1);
    expect(await storedCount(tenant, 'rejected_item')).toBe(1);
  });

  test('a conflict within one call is one too', async () => {
    const results = await report(failed, { ...failed, errorMessage: 'Other.' });
    expect(results.map(({ result }) => result)).toEqual(['created', 'rejected']);
  });

  test('ids belong to the source of the key: another source may use the same', async () => {
    const sourceId = await createSource(tenant.info.id, 'zapier');
    const key = await createKey(tenant.info.id, sourceId, ['attempts:write']);
    const other = keyContext({ ...tenant, ...key }, { sourceId });
    await report(failed);
    const named = { ...failed, record: { ...invoice, source: 'tms' }, errorMessage: 'Said by Zapier.' };
    const [result] = await reportAttempts(other, received([{ ...named, record: { ...reference, source: 'tms' } }]));
    expect(result).toMatchObject({ result: 'created', matched: true });
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ attempt_count: 2 });
  });

  test('two keys of one source share its ids', async () => {
    const key = await createKey(tenant.info.id, tenant.sourceId, ['attempts:write', 'records:write']);
    await report(failed);
    const [result] = await reportAttempts(keyContext({ ...tenant, ...key }), received([failed]));
    expect(result?.result).toBe('duplicate');
  });
});

describe('Rules of state, stored', () => {
  test('failed, then complete, then a late failure', async () => {
    await report(failed);
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({
      sync_status: 2,
      error_code: 'VENDOR_MISSING_ACCOUNT',
      error_message: failed.errorMessage,
      sync_date: '2026-11-02T10:30:00+00:00',
      is_already_in_ledger: false,
    });
    await report(complete);
    const completed = {
      sync_status: 1,
      error_message: null,
      error_message_id: null,
      reference_number: '1087',
      synced_currency: 'USD',
      differs: true,
      difference: -0.5,
    };
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject(completed);
    await report({ ...failed, externalId: 'SY3', record: reference, attemptedAt: '2026-11-02T10:45:00Z' });
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ ...completed, attempt_count: 3 });
  });

  test('a late complete fills an empty reference and flags "already in the ledger"', async () => {
    await report(failed, { ...complete, attemptedAt: '2026-11-01T00:00:00Z' });
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({
      sync_status: 2,
      reference_number: '1087',
      is_already_in_ledger: true,
    });
  });

  test('a late attempt’s inline record only creates', async () => {
    await report(failed);
    const late = { ...failed, externalId: 'SY0', attemptedAt: '2026-11-01T00:00:00Z' };
    await report(
      { ...late, record: { ...invoice, number: 'OLD' } },
      { ...late, externalId: 'SY00', record: { ...invoice, sourceId: 'inv_2' } },
    );
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ number: 'INV-1', content_version: 1 });
    expect(await storedRecord(tenant, 'inv_2')).toMatchObject({ number: 'INV-1', sync_status: 2 });
  });

  test('content that changes after a complete attempt is "changed since sync", after a failed one "changed since it failed"', async () => {
    await report(
      { ...complete, record: invoice },
      { ...failed, externalId: 'F', record: { ...invoice, sourceId: 'inv_2' } },
    );
    await putRecords(
      ctx,
      received([
        { ...invoice, amount: '120' },
        { ...invoice, sourceId: 'inv_2', amount: '120' },
      ]),
    );
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ sync_status: 1, is_changed_since_sync: true });
    expect(await storedRecord(tenant, 'inv_2')).toMatchObject({ sync_status: 2, is_changed_since_failed: true });
  });

  test('what the ledger accepted of each line is the newest complete attempt’s, in whatever order they arrive', async () => {
    const record = {
      ...invoice,
      lines: [
        { lineNo: 1, amount: '60' },
        { lineNo: 2, amount: '40' },
      ],
    };
    const lines = (one: string, two: string) => [
      { lineNo: 1, syncedAmount: one },
      { lineNo: 2, syncedAmount: two },
    ];
    await report({ ...failed, record });
    await report({ ...complete, attemptedAt: '2026-11-02T09:00:00Z', syncedLines: lines('60', '40') });
    const amounts = async () =>
      (await storedRows<{ synced_amount: string }>(tenant, 'sync_record_line', 'line_no')).map(
        (row) => row.synced_amount,
      );
    expect(await amounts()).toEqual(['60.0000', '40.0000']);
    await report({ ...complete, externalId: 'SY8', attemptedAt: '2026-11-02T08:00:00Z', syncedLines: lines('1', '1') });
    expect(await amounts()).toEqual(['60.0000', '40.0000']);
    await report({ ...complete, externalId: 'SY9', syncedLines: lines('59.5', '40') });
    expect(await amounts()).toEqual(['59.5000', '40.0000']);
  });
});

describe('An attempt for a record nobody has sent', () => {
  test('is stored unmatched, and links itself when the record comes', async () => {
    const [unmatched] = await report({ ...failed, record: reference });
    expect(unmatched).toMatchObject({ result: 'created', matched: false, recordId: null });
    expect(await storedCount(tenant, 'sync_record')).toBe(0);
    expect((await report({ ...failed, record: reference }))[0]).toMatchObject({ result: 'duplicate', matched: false });

    const [created] = await putRecords(ctx, received([invoice]));
    expect(created?.result).toBe('created');
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ sync_status: 2, error_message: failed.errorMessage });
    expect(await storedRows(tenant, 'sync_attempt', 'id')).toMatchObject([
      { record_id: created?.id, content_version: 1 },
    ]);
    const [again] = await report({ ...failed, record: reference });
    expect(again).toMatchObject({ result: 'duplicate', matched: true, recordId: created?.id });
  });

  test('several link in their order, also when the record comes inline with one more', async () => {
    await report({ ...complete, attemptedAt: '2026-11-02T12:00:00Z' }, { ...failed, record: reference });
    await report({ ...failed, externalId: 'SY9', attemptedAt: '2026-11-02T11:30:00Z' });
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({
      sync_status: 1,
      attempt_count: 3,
      reference_number: '1087',
      last_attempt_key: 'SY2',
    });
    expect((await storedRows(tenant, 'sync_attempt', 'id')).every(({ record_id }) => record_id !== null)).toBe(true);
  });

  test('within one call the record may come after its attempt', async () => {
    const results = await report({ ...failed, record: reference }, { ...complete, record: invoice });
    expect(results.map(({ matched }) => matched)).toEqual([false, true]);
    expect(await storedRecord(tenant, 'inv_1')).toMatchObject({ sync_status: 1, attempt_count: 2 });
    expect((await storedRows(tenant, 'sync_attempt', 'id')).every(({ record_id }) => record_id !== null)).toBe(true);
  });
});

describe('Permissions and audit', () => {
  test('an inline record needs the scope records:write; a reference does not', async () => {
    const reporter = keyContext(tenant, { scopes: ['attempts:write'] });
    await expect(reportAttempts(reporter, received([failed]))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await storedCount(tenant, 'sync_attempt')).toBe(0);
    const [result] = await reportAttempts(reporter, received([{ ...failed, record: reference }]));
    expect(result?.result).toBe('created');
    const writer = keyContext(tenant, { scopes: ['records:write'] });
    await expect(reportAttempts(writer, received([failed]))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('one event a call, with its counts', async () => {
    await report(failed, complete, { ...failed, externalId: '' });
    const events = await storedRows(tenant, 'audit_event', 'id');
    expect(events).toMatchObject([{ action: 'attempts.reported', after: { created: 2, rejected: 1 } }]);
  });
});

describe('What is refused', () => {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

  test.each([
    ['an unknown field', { ...failed, errormessage: 'x' }, 'errormessage'],
    ['an unknown field of its record', { ...failed, record: { ...invoice, nummer: '1' } }, 'record.nummer'],
    ['no external id', { ...failed, externalId: undefined }, 'externalId'],
    ['no outcome: nothing stands for success', { ...failed, outcome: undefined }, 'outcome'],
    ['outcome 0', { ...failed, outcome: 0 }, 'outcome'],
    ['a time dated 6 minutes ahead', { ...failed, attemptedAt: inMinutes(6) }, 'attemptedAt'],
    ['a time without its offset', { ...failed, attemptedAt: '2026-11-02T10:30:00' }, 'attemptedAt'],
    ['a time with an impossible offset', { ...failed, attemptedAt: '2026-11-02T10:30:00+24:00' }, 'attemptedAt'],
    ['a message above 64 KiB', { ...failed, errorMessage: 'x'.repeat(65_537) }, 'errorMessage'],
    ['a raw text with U+0000', { ...failed, raw: 'a\u0000' }, 'raw'],
    ['a raw text with half of a surrogate pair', { ...failed, raw: '\ud83d' }, 'raw'],
    ['a raw payload above 256 KiB', { ...failed, raw: 'x'.repeat(262_145) }, 'raw'],
    [
      'an amount without a currency in its record',
      { ...failed, record: { ...reference, amount: '1' } },
      'record.currency',
    ],
    ['an unknown source', { ...failed, record: { ...invoice, source: 'nobody' } }, 'record.source'],
    ['an unknown connection', { ...failed, connection: { ledger: 'qbo', companyId: '?' } }, 'connection'],
  ])('%s', async (_what, item, field) => {
    const [first, second] = await report(item, complete);
    expect(first).toMatchObject({ result: 'rejected', id: null });
    expect(first?.errors?.map((error) => error.field)).toEqual([field]);
    expect(second?.result).toBe('created');
    expect(await storedRows(tenant, 'rejected_item', 'id')).toMatchObject([
      { call: 'attempts', item: JSON.stringify(item) },
    ]);
  });

  test('a time dated 4 minutes ahead is taken', async () => {
    expect((await report({ ...failed, attemptedAt: inMinutes(4) }))[0]?.result).toBe('created');
  });

  test('a message of 64 KiB is kept whole', async () => {
    const errorMessage = `${'é'.repeat(65_535)}!`;
    await report({ ...failed, errorMessage });
    expect((await storedRecord(tenant, 'inv_1')).error_message).toBe(errorMessage);
  });
});
