import { beforeAll, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { addDays, dayOf } from '#lib/core/dates.ts';
import { countInbox, totalOf } from '#lib/inbox/count-inbox.ts';
import { ALL_WAITING, INBOX_PARTS } from '#lib/inbox/inbox-contract.ts';
import { listInboxPayloads } from '#lib/inbox/list-inbox-payloads.ts';
import { listRejected } from '#lib/inbox/list-rejected.ts';
import { listUnmatched } from '#lib/inbox/list-unmatched.ts';
import { getOverview } from '#lib/overview/get-overview.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const ZONE = 'America/Chicago';
const TODAY = dayOf(new Date(), ZONE);

let tenant: TestTenant;
let ctx: Ctx;

function attempt(n: number, attemptedAt: string) {
  return {
    externalId: `SY${n}`,
    record: { kind: 'invoice', sourceId: `inv_${n}` },
    outcome: n % 2 === 0 ? 'complete' : 'failed',
    attemptedAt,
    ...(n % 2 === 0
      ? { referenceNumber: `${n}`, syncedAmount: '10.00' }
      : { errorMessage: `Customer ${n} is not there` }),
    raw: { n },
  };
}

beforeAll(async () => {
  tenant = await createTenant({ timeZone: ZONE });
  ctx = memberOf(tenant);
  const times = Array.from({ length: 7 }, (_, n) => new Date(Date.now() - n * 86_400_000).toISOString());
  await reportAttempts(keyContext(tenant), received(times.map((at, n) => attempt(n, at))));
  await putRecords(
    keyContext(tenant),
    received([{ kind: 'invoice' }, { kind: 'nothing', sourceId: 'x', amount: 'much' }]),
  );
});

test('attempts without their record are listed newest first, a page at a time', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listUnmatched(ctx, ALL_WAITING, { limit: 3, cursor });
    expect(page.position).toBe(seen.length);
    seen.push(...page.items.map(({ externalId }) => externalId));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(['SY0', 'SY1', 'SY2', 'SY3', 'SY4', 'SY5', 'SY6']);
});

test('each tells what the job reported, verbatim', async () => {
  const { items } = await listUnmatched(ctx, ALL_WAITING, { limit: 2, cursor: null });
  expect(items[0]).toMatchObject({
    kind: 'invoice',
    sourceId: 'inv_0',
    source: 'tms',
    outcome: 'complete',
    referenceNumber: '0',
    syncedAmount: '10.0000',
    raw: '{"n":0}',
  });
  expect(items[1]).toMatchObject({ outcome: 'failed', errorMessage: 'Customer 1 is not there' });
});

test('what was refused is listed as received, with the reasons', async () => {
  const { items, nextCursor } = await listRejected(ctx, ALL_WAITING, { limit: 50, cursor: null });
  expect(nextCursor).toBeNull();
  expect(items).toHaveLength(2);
  const odd = items.find(({ item }) => item.includes('much'))!;
  expect(odd).toMatchObject({ call: 'records', source: 'tms', times: 1 });
  expect(odd.errors.map(({ field }) => field)).toEqual(expect.arrayContaining(['kind', 'amount']));
});

test('the overview counts what these lists show, in the period and before it', async () => {
  for (const from of [TODAY, addDays(TODAY, -3), addDays(TODAY, -60)]) {
    const { inbox } = await getOverview(ctx, { from, to: TODAY });
    const before = { from: null, to: addDays(from, -1) };
    const lists = { unmatched: listUnmatched, rejected: listRejected, payloads: listInboxPayloads };
    for (const part of INBOX_PARTS) {
      const count = async (range: { from: string | null; to: string | null }) =>
        (await lists[part](ctx, { ...ALL_WAITING, ...range }, { limit: 100, cursor: null })).items.length;
      expect(inbox[part].inPeriod, part).toEqual({ count: await count({ from, to: TODAY }), isExact: true });
      expect(inbox[part].before, part).toEqual({ count: await count(before), isExact: true });
    }
    expect(inbox.waiting).toEqual(totalOf(await countInbox(ctx, ALL_WAITING)));
    expect(inbox.waiting.count).toBeGreaterThan(8);
  }
});

test('an attempt leaves the list when its record comes', async () => {
  await putRecords(
    keyContext(tenant),
    received([{ kind: 'invoice', sourceId: 'inv_3', amount: '10.00', currency: 'USD' }]),
  );
  const { items } = await listUnmatched(ctx, ALL_WAITING, { limit: 50, cursor: null });
  expect(items.map(({ externalId }) => externalId)).not.toContain('SY3');
});

test('a place of the other list is refused', async () => {
  const { nextCursor } = await listUnmatched(ctx, ALL_WAITING, { limit: 1, cursor: null });
  await expect(listRejected(ctx, ALL_WAITING, { limit: 1, cursor: nextCursor })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('what a job sends never makes a page that no server can show: large items are told by fewer, and very large ones by their beginning', async () => {
  const own = await createTenant();
  const sizes = [2_000_000, ...Array.from({ length: 12 }, () => 500_000)];
  await putRecords(
    keyContext(own),
    received(sizes.map((size, n) => ({ kind: 'bill', note: `${n}${'x'.repeat(size)}` }))),
  );
  const pages: { length: number; isCut: boolean }[][] = [];
  let cursor: string | null = null;
  do {
    const page = await listRejected(memberOf(own), ALL_WAITING, { limit: 50, cursor });
    pages.push(page.items.map(({ item, isCut }) => ({ length: item.length, isCut })));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(pages.map(({ length }) => length)).toEqual([8, 5]);
  const all = pages.flat();
  expect(all.filter(({ isCut }) => isCut)).toEqual([{ length: 64 * 1024, isCut: true }]);
  expect(all.filter(({ length }) => length > 500_000)).toHaveLength(12);
});
