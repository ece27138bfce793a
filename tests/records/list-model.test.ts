import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { addDays } from '#lib/core/dates.ts';
import { toAmount } from '#lib/core/money.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { countByKind, countByStatus, countRecords, failedBefore, sumByCurrency } from '#lib/records/count-records.ts';
import { groupByCause } from '#lib/records/group-by-cause.ts';
import { KINDS, SYNC_STATUSES } from '#lib/records/kinds.ts';
import { DEFAULT_SORT, FLAGS, NONE, type RecordFilter, SORT_KEYS, type Sort } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { holdRecords } from '#tests/factories/claims.ts';
import {
  differenceUnits,
  EVERYTHING,
  inOrder,
  isShown,
  type RecordModel,
  unitsOf,
} from '#tests/factories/record-model.ts';
import { anyFilter, sampleRecords } from '#tests/factories/record-sample.ts';
import { causeOf, type ListedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createSource, createTenant, memberOf } from '#tests/factories/tenant.ts';

const SLUGS = ['tms', 'zapier'];
const RUNS = 80;

let ctx: Ctx;
let connectionId: string;
let records: ListedRecord[];
let model: RecordModel;

beforeAll(async () => {
  const tenant = await createTenant({ timeZone: 'America/New_York' });
  const zapier = await createSource(tenant.info.id, 'zapier');
  records = sampleRecords(tenant, [tenant.sourceId, zapier], 600);
  await storeRecords(tenant, records);
  const held = records.filter(({ sync_status }, index) => sync_status === 0 && index % 3 === 0).map(({ id }) => id);
  await holdRecords(tenant, held);
  const other = await createTenant();
  await storeRecords(other, sampleRecords(other, [other.sourceId], 50));
  ctx = memberOf(tenant);
  connectionId = tenant.connectionId;
  model = {
    timeZone: 'America/New_York',
    held: new Set(held),
    sourceSlugs: new Map([
      [tenant.sourceId, 'tms'],
      [zapier, 'zapier'],
    ]),
  };
});

function shown(filter: RecordFilter): ListedRecord[] {
  return records.filter((record) => isShown(record, filter, model));
}

async function listedIds(filter: RecordFilter, sort: Sort = DEFAULT_SORT): Promise<string[]> {
  const page = await listRecords(ctx, filter, { sort, limit: 1000, cursor: null });
  return page.records.map(({ id }) => id);
}

function amountOf(units: bigint) {
  const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
  return toAmount(`${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

function sumsOf(list: readonly ListedRecord[]) {
  const currencies = new Set(list.map(({ currency }) => currency));
  return [...currencies].map((currency) => {
    const own = list.filter((record) => record.currency === currency);
    const compared = own.filter((record) => differenceUnits(record) !== null);
    const byHand = own.filter((record) => record.is_by_hand && record.sync_status === 1);
    const total = (units: (record: ListedRecord) => bigint, of = own) =>
      amountOf(of.reduce((sum, record) => sum + units(record), 0n));
    return {
      currency,
      count: own.length,
      amount: total((record) => unitsOf(record.amount)),
      synced: total((record) => unitsOf(record.synced_amount), compared),
      difference: total((record) => differenceUnits(record) ?? 0n),
      comparedCount: compared.length,
      byHandCount: byHand.length,
      byHandAmount: total((record) => unitsOf(record.amount), byHand),
    };
  });
}

describe('Each filter by itself', () => {
  const filters: [string, Partial<RecordFilter>][] = [
    ['everything', {}],
    ...KINDS.map((kind): [string, Partial<RecordFilter>] => [`kind ${kind}`, { kinds: [kind] }]),
    ...SYNC_STATUSES.map((syncStatus): [string, Partial<RecordFilter>] => [`status ${syncStatus}`, { syncStatus }]),
    ...FLAGS.map((flag): [string, Partial<RecordFilter>] => [`flag ${flag}`, { flags: [flag] }]),
    ['synced from', { syncedFrom: '2026-10-15' }],
    ['synced to', { syncedTo: '2026-10-15' }],
    ['a day of 23 hours', { syncedFrom: '2026-03-08', syncedTo: '2026-03-08' }],
    ['a day of 25 hours', { syncedFrom: '2026-11-01', syncedTo: '2026-11-01' }],
    ['failed on a day of 25 hours', { syncStatus: 'failed', syncedFrom: '2026-11-01', syncedTo: '2026-11-01' }],
    ['pending, whatever the dates', { syncStatus: 'pending', syncedFrom: '2026-10-15', syncedTo: '2026-10-15' }],
    ['document date from', { documentFrom: '2026-03-09' }],
    ['document date to', { documentTo: '2026-03-09' }],
    ['payer', { payer: 'aCMe' }],
    ['payer with a percent sign', { payer: '100%' }],
    ['payer with an underscore', { payer: 'o_c' }],
    ['payer with a backslash', { payer: 'k\\s' }],
    ['billing organisation', { billingOrg: 'freight' }],
    ['source', { sources: ['zapier'] }],
    ['an unknown source', { sources: ['nobody'] }],
    ['source status', { sourceStatuses: ['Approved', 'Void'] }],
    ['currency', { currency: 'CAD' }],
    ['message', { messageId: errorMessageId('Period locked: 100% of entries_before 2026-10-01') }],
    ['no message', { messageId: NONE }],
    ['cause', { cause: 'closed_period' }],
    ['no cause', { cause: NONE }],
    ['no connection', { connection: NONE }],
    ['aged more than 30 days', { age: 'over-30' }],
    ['excluded', { excluded: 'only' }],
    ['excluded, whatever status and date', { excluded: 'only', syncStatus: 'failed', syncedFrom: '2026-11-02' }],
    ['search for the beginning of a number', { search: 'in' }],
    ['search for a percent sign', { search: 'B%' }],
    ['search for an underscore', { search: 'b_7' }],
    ['search for a backslash', { search: 'B\\7' }],
    ['search for a quote', { search: "O'Neill" }],
    ['search for a double quote', { search: '"q"' }],
    ['search in another script', { search: '日本-' }],
    ['search for a reference number', { search: 'ref-77' }],
    ['search for a shipment', { search: 'SHP-20' }],
    ['search for words of a message', { search: 'default EXPENSE account' }],
    ['search for a message’s end, which is not looked at', { search: 'tail beyond' }],
    ['search with space around', { search: '  acme retail ' }],
  ];

  test.each(filters)('%s', async (_name, change) => {
    const filter = { ...EVERYTHING, ...change };
    expect(await listedIds(filter)).toEqual(inOrder(shown(filter), DEFAULT_SORT).map(({ id }) => id));
  });

  test('none of these tests is empty by accident', () => {
    const empty = filters.filter(([, change]) => shown({ ...EVERYTHING, ...change }).length === 0);
    expect(empty.map(([name]) => name)).toEqual([
      'an unknown source',
      'search for a message’s end, which is not looked at',
    ]);
  });
});

describe('All', () => {
  test('is Complete and Failed in the range plus every Pending', async () => {
    const range = { ...EVERYTHING, syncedFrom: '2026-10-15', syncedTo: '2026-11-01' };
    const parts = await Promise.all(SYNC_STATUSES.map((syncStatus) => listedIds({ ...range, syncStatus })));
    expect((await listedIds(range)).toSorted()).toEqual(parts.flat().toSorted());
  });
});

test('excluded records are counted once under All, since their status does not matter', async () => {
  const filter: RecordFilter = { ...EVERYTHING, excluded: 'only' };
  const { all } = await countByStatus(ctx, filter);
  expect(all).toEqual({ count: shown(filter).length, isExact: true });
});

describe('Any filter', () => {
  test('lists what the model shows, in any order', async () => {
    const sorts = fc.record({
      key: fc.constantFrom(...SORT_KEYS),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
    });
    await fc.assert(
      fc.asyncProperty(anyFilter(SLUGS, connectionId), sorts, async (filter, sort) => {
        expect(await listedIds(filter, sort)).toEqual(inOrder(shown(filter), sort).map(({ id }) => id));
      }),
      { numRuns: RUNS },
    );
  });

  test('counts and sums what it lists', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(SLUGS, connectionId), async (filter) => {
        const expected = shown(filter);
        expect(await countRecords(ctx, filter)).toEqual({ count: expected.length, isExact: true });
        const sums = await sumByCurrency(ctx, filter);
        const byName = (a: { currency: string | null }, b: { currency: string | null }) =>
          String(a.currency) < String(b.currency) ? -1 : 1;
        expect(sums.toSorted(byName)).toEqual(sumsOf(expected).toSorted(byName));
        expect(sums.map(({ count }) => count)).toEqual(sums.map(({ count }) => count).toSorted((a, b) => b - a));
        const groups = await groupByCause(ctx, filter);
        for (const { cause, count, amounts } of groups) {
          const own = expected.filter((record) => causeOf(record) === cause);
          expect(own.length, String(cause)).toBe(count);
          expect(amounts.toSorted(byName)).toEqual(
            sumsOf(own)
              .map(({ currency, amount }) => ({ currency, amount }))
              .toSorted(byName),
          );
        }
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
      }),
      { numRuns: RUNS },
    );
  });

  test('is counted by kind and by status, each as its own list', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(SLUGS, connectionId), async (filter) => {
        const byKind = await countByKind(ctx, filter);
        for (const kind of KINDS) expect(byKind[kind].count, kind).toBe(shown({ ...filter, kinds: [kind] }).length);
        const byStatus = await countByStatus(ctx, filter);
        for (const syncStatus of [...SYNC_STATUSES, 'all'] as const) {
          expect(byStatus[syncStatus].count, syncStatus).toBe(shown({ ...filter, syncStatus }).length);
        }
      }),
      { numRuns: RUNS / 4 },
    );
  });

  test('says how many more failed before its range, and their money', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(SLUGS, connectionId), async (filter) => {
        const { syncedFrom } = filter;
        const earlier =
          syncedFrom === null || filter.excluded === 'only'
            ? []
            : shown({ ...filter, syncStatus: 'failed', syncedFrom: null, syncedTo: addDays(syncedFrom, -1) });
        const { count, amounts } = await failedBefore(ctx, filter);
        expect(count).toBe(earlier.length);
        const expected = sumsOf(earlier).map(({ currency, amount }) => `${currency} ${amount}`);
        expect(amounts.map(({ currency, amount }) => `${currency} ${amount}`).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: RUNS / 2 },
    );
  });
});
