import { expect, test } from 'vitest';
import { addDays, dayOf, instantsOf } from '#lib/core/dates.ts';
import { countRecords } from '#lib/records/count-records.ts';
import { type AGES, DEFAULT_SORT, EVERY_RECORD } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';

const ZONE = 'Pacific/Auckland';

/** The first and the last millisecond of a day in the tenant's zone, so many days ago. */
function edgesOf(ageDays: number): [string, string] {
  const day = addDays(dayOf(new Date(), ZONE), -ageDays);
  const { from, before } = instantsOf({ from: day, to: day }, ZONE);
  return [from!.toISOString(), new Date(before!.getTime() - 1).toISOString()];
}

test('ages part the records by whole days of the tenant: none is in two, none in none', async () => {
  const tenant = await createTenant({ timeZone: ZONE });
  const ctx = memberOf(tenant);
  const ages = [0, 7, 8, 30, 31, 400];
  await storeRecords(
    tenant,
    ages.flatMap((ageDays) =>
      edgesOf(ageDays).flatMap((instant) => [
        listedRecord(tenant, {
          number: `failed ${ageDays}`,
          sync_date: instant,
          pending_since: '2020-01-01T00:00:00Z',
        }),
        listedRecord(tenant, { number: `pending ${ageDays}`, sync_status: 0, sync_date: null, pending_since: instant }),
      ]),
    ),
  );
  const numbersOf = async (age: (typeof AGES)[number], syncStatus: 'failed' | 'pending') => {
    const filter = { ...EVERY_RECORD, syncStatus, age };
    const { records } = await listRecords(ctx, filter, { sort: DEFAULT_SORT, limit: 100, cursor: null });
    expect((await countRecords(ctx, filter)).count).toBe(records.length);
    return records.map(({ number }) => number);
  };
  for (const status of ['failed', 'pending'] as const) {
    const twice = (...days: number[]) => days.flatMap((day) => [`${status} ${day}`, `${status} ${day}`]);
    expect(await numbersOf('0-7', status)).toEqual(twice(0, 7));
    expect(await numbersOf('8-30', status)).toEqual(twice(8, 30));
    expect(await numbersOf('over-30', status)).toEqual(twice(31, 400));
  }
});
