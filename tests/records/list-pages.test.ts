import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { countRecords } from '#lib/records/count-records.ts';
import { DEFAULT_SORT, type PageRequest, type RecordFilter, SORT_KEYS, type Sort } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { EVERYTHING, inOrder, isShown, type RecordModel } from '#tests/factories/record-model.ts';
import { sampleRecords } from '#tests/factories/record-sample.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;
let ctx: Ctx;
let records: ListedRecord[];
let model: RecordModel;

beforeAll(async () => {
  tenant = await createTenant();
  records = sampleRecords(tenant, [tenant.sourceId], 230);
  await storeRecords(tenant, records);
  ctx = memberOf(tenant);
  model = { timeZone: 'UTC', sourceSlugs: new Map([[tenant.sourceId, 'tms']]) };
});

function expectedIds(filter: RecordFilter, sort: Sort): string[] {
  const shown = records.filter((record) => isShown(record, filter, model));
  return inOrder(shown, sort).map(({ id }) => id);
}

/** Walks through all pages one way; gives the ids page by page and checks each page's position. */
async function walk(filter: RecordFilter, request: PageRequest, way: 'nextCursor' | 'previousCursor') {
  const pages: string[][] = [];
  let cursor = request.cursor;
  let last = null;
  do {
    last = await listRecords(ctx, filter, { ...request, cursor });
    const ids = last.records.map(({ id }) => id);
    pages.push(ids);
    const expected = expectedIds(filter, request.sort);
    expect(expected.slice(last.position, last.position + ids.length)).toEqual(ids);
    cursor = last[way];
  } while (cursor !== null);
  return { pages, last };
}

const ORDERS = SORT_KEYS.flatMap((key) => [
  { key, direction: 'asc' as const },
  { key, direction: 'desc' as const },
]);

describe('Keyset pages', () => {
  test.each(ORDERS)('by $key $direction visit every record once, forward and back', async (sort) => {
    const expected = expectedIds(EVERYTHING, sort);
    const forward = await walk(EVERYTHING, { sort, limit: 31, cursor: null }, 'nextCursor');
    expect(forward.pages.flat()).toEqual(expected);
    expect(forward.pages.slice(0, -1).every((ids) => ids.length === 31)).toBe(true);
    const back = await walk(EVERYTHING, { sort, limit: 31, cursor: forward.last.previousCursor }, 'previousCursor');
    const before = forward.pages.slice(0, -1);
    expect(back.pages.toReversed().flat()).toEqual(before.flat());
    expect(back.last.position).toBe(0);
  });

  test.each([1, 50, 200, 1000])('of %i rows', async (limit) => {
    const filter: RecordFilter = { ...EVERYTHING, kinds: ['invoice', 'bill'], syncStatus: 'failed' };
    const { pages } = await walk(filter, { sort: DEFAULT_SORT, limit, cursor: null }, 'nextCursor');
    expect(pages.flat()).toEqual(expectedIds(filter, DEFAULT_SORT));
  });

  test('a last page that is just full leads nowhere', async () => {
    const { count } = await countRecords(ctx, EVERYTHING);
    const page = await listRecords(ctx, EVERYTHING, { sort: DEFAULT_SORT, limit: count, cursor: null });
    expect(page).toMatchObject({ nextCursor: null, previousCursor: null, position: 0 });
    expect(page.records).toHaveLength(count);
  });

  test('nothing is one empty page', async () => {
    const page = await listRecords(
      ctx,
      { ...EVERYTHING, search: 'no such thing' },
      { sort: DEFAULT_SORT, limit: 50, cursor: null },
    );
    expect(page).toEqual({ records: [], nextCursor: null, previousCursor: null, position: 0 });
  });

  test('of excluded records too', async () => {
    const filter: RecordFilter = { ...EVERYTHING, excluded: 'only' };
    const { pages } = await walk(filter, { sort: DEFAULT_SORT, limit: 7, cursor: null }, 'nextCursor');
    expect(pages.flat()).toEqual(expectedIds(filter, DEFAULT_SORT));
  });

  test('a record that arrives meanwhile moves nothing that is still to come', async () => {
    const own = await createTenant();
    const at = (hour: number) => `2026-10-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
    await storeRecords(
      own,
      [1, 2, 3, 4, 5, 6].map((hour) => listedRecord(own, { number: `${hour}`, sync_date: at(hour) })),
    );
    const request = { sort: DEFAULT_SORT, limit: 3, cursor: null };
    const first = await listRecords(memberOf(own), EVERYTHING, request);
    await storeRecords(own, [listedRecord(own, { number: 'new', sync_date: at(9) })]);
    const second = await listRecords(memberOf(own), EVERYTHING, { ...request, cursor: first.nextCursor });
    expect([...first.records, ...second.records].map(({ number }) => number)).toEqual(['6', '5', '4', '3', '2', '1']);
    const back = await listRecords(memberOf(own), EVERYTHING, { ...request, cursor: second.previousCursor });
    expect(back.records.map(({ number }) => number)).toEqual(['6', '5', '4']);
    const newest = await listRecords(memberOf(own), EVERYTHING, { ...request, cursor: back.previousCursor });
    expect(newest.records.map(({ number }) => number)).toEqual(['new']);
  });
});

describe('A cursor', () => {
  const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const id = '01900000-0000-7000-8000-000000000001';

  test.each([
    ['of nothing', 'date', ''],
    ['of noise', 'date', '%%%'],
    ['of another order', 'date', cursorOf('date asc', '2026-01-01T00:00:00.000Z', id, 'next', 0)],
    ['with an id that is none', 'number', cursorOf('number desc', 'a', 'b', 'next', 0)],
    ['with a way that is none', 'number', cursorOf('number desc', 'a', id, 'sideways', 0)],
    ['with a position below 0', 'number', cursorOf('number desc', 'a', id, 'next', -1)],
    ['with text for an amount', 'amount', cursorOf('amount desc', '1; DROP', id, 'next', 0)],
    ['with a number for a date', 'date', cursorOf('date desc', 5, id, 'next', 0)],
    ['with U+0000', 'payer', cursorOf('payer desc', 'a\u0000', id, 'next', 0)],
    ['with half of a surrogate pair', 'payer', cursorOf('payer desc', 'a\ud800', id, 'next', 0)],
  ] as const)('%s is refused', async (_what, key, cursor) => {
    const request: PageRequest = { sort: { key, direction: 'desc' }, limit: 50, cursor };
    await expect(listRecords(ctx, EVERYTHING, request)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'cursor', message: expect.any(String) }],
    });
  });

  test('of another tenant shows nothing but one’s own', async () => {
    const page = await listRecords(ctx, EVERYTHING, { sort: DEFAULT_SORT, limit: 20, cursor: null });
    const other = await createTenant();
    const theirs = await listRecords(memberOf(other), EVERYTHING, {
      sort: DEFAULT_SORT,
      limit: 20,
      cursor: page.nextCursor,
    });
    expect(theirs.records).toEqual([]);
  });
});
