import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { findNeighbours } from '#lib/records/find-neighbours.ts';
import { EVERY_RECORD, type RecordFilter, SORT_KEYS } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { sampleRecords } from '#tests/factories/record-sample.ts';
import { storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';

let ctx: Ctx;

beforeAll(async () => {
  const tenant = await createTenant();
  ctx = memberOf(tenant);
  await storeRecords(tenant, sampleRecords(tenant, [tenant.sourceId], 150));
});

const FILTERS: [string, RecordFilter][] = [
  ['failed invoices', { ...EVERY_RECORD, kinds: ['invoice'], syncStatus: 'failed' }],
  ['all bills that a text is in', { ...EVERY_RECORD, kinds: ['bill'], search: 'acme' }],
  ['excluded ones', { ...EVERY_RECORD, kinds: ['invoice'], excluded: 'only' }],
];

test.each(FILTERS)('steps through %s in every order, from end to end, whatever the pages', async (_name, filter) => {
  for (const key of SORT_KEYS) {
    for (const direction of ['asc', 'desc'] as const) {
      const sort = { key, direction };
      const ids = (await listRecords(ctx, filter, { sort, limit: 500, cursor: null })).records.map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(3);
      const walked: string[] = [];
      for (let id: string | null = ids[0]!; id !== null; ) {
        const { previousId, nextId }: { previousId: string | null; nextId: string | null } = await findNeighbours(
          ctx,
          filter,
          sort,
          id,
        );
        expect(previousId).toBe(walked.at(-1) ?? null);
        walked.push(id);
        id = nextId;
      }
      expect(walked).toEqual(ids);
    }
  }
});

test('a record that left the list still has the neighbours of its place', async () => {
  const filter: RecordFilter = { ...EVERY_RECORD, kinds: ['invoice'], syncStatus: 'all' };
  const sort = { key: 'number', direction: 'asc' } as const;
  const all = (await listRecords(ctx, filter, { sort, limit: 500, cursor: null })).records;
  const failed = all.filter(({ syncStatus }) => syncStatus === 'failed');
  const gone = all.find(
    (record, place) =>
      record.syncStatus === 'complete' && place > all.indexOf(failed[0]!) && place < all.indexOf(failed.at(-1)!),
  )!;
  const found = await findNeighbours(ctx, { ...filter, syncStatus: 'failed' }, sort, gone.id);
  const place = all.indexOf(gone);
  expect(found).toEqual({
    previousId: failed.findLast((record) => all.indexOf(record) < place)!.id,
    nextId: failed.find((record) => all.indexOf(record) > place)!.id,
  });
});

test('a record that is not there has none', async () => {
  await expect(
    findNeighbours(ctx, EVERY_RECORD, { key: 'date', direction: 'desc' }, '01a00000-0000-7000-8000-000000000000'),
  ).rejects.toMatchObject({ code: 'not_found' });
});
