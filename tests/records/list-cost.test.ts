import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { DEFAULT_SORT, type PageRequest, type RecordFilter } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { rowsReadFrom } from '#tests/factories/explain.ts';
import { EVERYTHING } from '#tests/factories/record-model.ts';
import { statementsOf } from '#tests/factories/statements.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';

const PER_KIND = 5_000;
const LIMIT = 50;

let ctx: Ctx;

beforeAll(async () => {
  const tenant = await createTenant();
  const other = await createTenant();
  for (const { info, sourceId } of [tenant, other]) {
    await asAdministrator(
      `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, amount, currency, sync_status, sync_date,
                                pending_since, excluded_at)
       SELECT $1, gen_random_uuid(), $2, kind, kind || n, 'N-' || n, n, 'USD', n % 3, ts, ts, CASE WHEN n % 11 = 0 THEN ts END
         FROM unnest($3::text[]) kind, generate_series(1, $4::int) n,
              LATERAL (SELECT timestamptz '2026-10-01' - n * interval '7 minutes' AS ts) t`,
      [info.id, sourceId, KINDS, PER_KIND],
    );
  }
  await asAdministrator('ANALYZE sync_record');
  ctx = memberOf(tenant);
});

const FAILED: RecordFilter = { ...EVERYTHING, kinds: ['invoice'], syncStatus: 'failed' };
const FILTERS: [string, RecordFilter][] = [
  ['the default: failed invoices of a month', { ...FAILED, syncedFrom: '2026-09-02', syncedTo: '2026-10-01' }],
  ['failed invoices of all times', FAILED],
  ['pending invoices', { ...FAILED, syncStatus: 'pending' }],
  ['complete invoices', { ...FAILED, syncStatus: 'complete' }],
];

async function cursorAfter(filter: RecordFilter, pages: number): Promise<string> {
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    cursor = (await listRecords(ctx, filter, { sort: DEFAULT_SORT, limit: LIMIT, cursor })).nextCursor;
  }
  if (cursor === null) throw new Error('There are fewer pages than the test needs');
  return cursor;
}

/** Both kinds of plan: the one made for these very values, and the one kept for any. */
async function expectCheap(filter: RecordFilter, request: PageRequest): Promise<void> {
  expect((await listRecords(ctx, filter, request)).records).toHaveLength(LIMIT);
  for (const planMode of ['force_custom_plan', 'force_generic_plan'] as const) {
    const rows = await rowsReadFrom('sync_record', () => listRecords(ctx, filter, request), {
      tenantId: ctx.tenantId,
      planMode,
    });
    expect(rows, planMode).toBeLessThanOrEqual(2 * LIMIT);
  }
}

describe.each(FILTERS)('%s', (_name, filter) => {
  test('the first page reads at most twice the rows it shows', async () => {
    await expectCheap(filter, { sort: DEFAULT_SORT, limit: LIMIT, cursor: null });
  });

  test('so does a page far inside', async () => {
    await expectCheap(filter, { sort: DEFAULT_SORT, limit: LIMIT, cursor: await cursorAfter(filter, 12) });
  });
});

test('all statuses of all kinds read no more than that either, wherever the page lies', async () => {
  await expectCheap(EVERYTHING, { sort: DEFAULT_SORT, limit: LIMIT, cursor: null });
  await expectCheap(EVERYTHING, { sort: DEFAULT_SORT, limit: LIMIT, cursor: await cursorAfter(EVERYTHING, 20) });
});

test('another order is planned for its very dates when the range is long, and for any when it is short', async () => {
  const request: PageRequest = { sort: { key: 'number', direction: 'asc' }, limit: LIMIT, cursor: null };
  const isPlannedAnew = async (syncedFrom: string) => {
    const sent = await statementsOf(() => listRecords(ctx, { ...FAILED, syncedFrom, syncedTo: '2026-10-01' }, request));
    return sent.some(({ text }) => text.includes('plan_cache_mode'));
  };
  expect(await isPlannedAnew('2024-10-02')).toBe(true);
  expect(await isPlannedAnew('2026-09-02')).toBe(false);
});
