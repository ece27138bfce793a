import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { countRecords, sumByCurrency } from '#lib/records/count-records.ts';
import { DEFAULT_SORT, type RecordFilter } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { EVERYTHING } from '#tests/factories/record-model.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';

/** More than a look-up in the index may give, and all of them old: the newest are about something else. */
const MANY = 2_300;
const NEWEST = 600;

let ctx: Ctx;

beforeAll(async () => {
  const tenant = await createTenant();
  const at = (index: number) => new Date(Date.UTC(2026, 8, 1, 0, index)).toISOString();
  const old = Array.from({ length: MANY }, (_, index) =>
    listedRecord(tenant, {
      number: `INV-${index}`,
      payer: index % 2 === 0 ? 'Common Customer' : null,
      error_message: index % 2 === 1 ? 'The account of the common customer is missing' : null,
      sync_date: at(index),
    }),
  );
  const newest = Array.from({ length: NEWEST }, (_, index) =>
    listedRecord(tenant, { number: `NEW-${index}`, payer: 'Other', sync_date: at(MANY + index) }),
  );
  const rare = listedRecord(tenant, { number: 'RARE-7', payer: 'Österreich & Söhne', sync_date: at(0) });
  await storeRecords(tenant, [...old, ...newest, rare]);
  await asAdministrator('ANALYZE sync_record');
  ctx = memberOf(tenant);
});

function searching(search: string, change: Partial<RecordFilter> = {}): RecordFilter {
  return { ...EVERYTHING, search, ...change };
}

async function allNumbers(filter: RecordFilter): Promise<(string | null)[]> {
  const numbers: (string | null)[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRecords>> = await listRecords(ctx, filter, {
      sort: DEFAULT_SORT,
      limit: 200,
      cursor,
    });
    numbers.push(...page.records.map(({ number }) => number));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return numbers;
}

describe('A search that finds more than 2,000', () => {
  test('gives every one of them, newest first', async () => {
    const numbers = await allNumbers(searching('common customer'));
    expect(numbers).toEqual(Array.from({ length: MANY }, (_, index) => `INV-${MANY - 1 - index}`));
  });

  test('is counted and summed exactly', async () => {
    expect(await countRecords(ctx, searching('COMMON cust'))).toEqual({ count: MANY, isExact: true });
    expect(await sumByCurrency(ctx, searching('common'))).toMatchObject([
      { count: MANY, amount: `${MANY * 100}.0000` },
    ]);
  });

  test('keeps to the other filters', async () => {
    const filter = searching('common', { syncedFrom: '2026-09-02', syncedTo: '2026-09-02', payer: 'customer' });
    expect(await countRecords(ctx, filter)).toEqual({ count: 430, isExact: true });
  });
});

describe('A search that finds few', () => {
  test.each(['rare-7', 'RARE', 'reich & s'])('%j finds one among thousands', async (search) => {
    expect(await allNumbers(searching(search))).toEqual(['RARE-7']);
  });

  test('letters beyond ASCII are found in either case', async () => {
    expect(await allNumbers(searching('öSTERREICH'))).toEqual(['RARE-7']);
    expect(await allNumbers(searching('SÖHNE'))).toEqual(['RARE-7']);
    expect(await countRecords(ctx, { ...EVERYTHING, payer: 'ÖSTER' })).toMatchObject({ count: 1 });
  });

  test('under three characters it is the beginning of a number', async () => {
    expect(await allNumbers(searching('ra'))).toEqual(['RARE-7']);
    expect(await allNumbers(searching('ar'))).toEqual([]);
    expect((await countRecords(ctx, searching('N'))).count).toBe(NEWEST);
  });
});

test('a count of a search above 10,000 says "more than", and is exact below', async () => {
  const tenant = await createTenant();
  await storeRecords(
    tenant,
    Array.from({ length: 10_001 }, (_, index) => listedRecord(tenant, { number: `LOAD-${index}` })),
  );
  const member = memberOf(tenant);
  expect(await countRecords(member, searching('load-'))).toEqual({ count: 10_000, isExact: false });
  expect(await countRecords(member, EVERYTHING)).toEqual({ count: 10_001, isExact: true });
  const without = { payer: 'acme', search: 'load-1' };
  expect(await countRecords(member, { ...EVERYTHING, ...without })).toEqual({ count: 1_112, isExact: true });
});
