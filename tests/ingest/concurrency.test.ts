import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { storedCount, storedRows } from '#tests/factories/stored.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

const RECORDS = 200;
const SOURCE_IDS = Array.from({ length: RECORDS }, (_, index) => `inv_${index}`);

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  ctx = keyContext(tenant);
});

function document(sourceId: string, number = 'INV') {
  return { kind: 'invoice', sourceId, number, amount: '10', currency: 'USD', lines: [{ lineNo: 1, amount: '10' }] };
}

function attempt(externalId: string, sourceId: string, round: number, isWhole = true) {
  return {
    externalId,
    record: isWhole ? document(sourceId) : { kind: 'invoice', sourceId },
    outcome: 'failed',
    attemptedAt: new Date(Date.UTC(2026, 0, 1, 0, round)).toISOString(),
    errorMessage: `Round ${round}`,
  };
}

/** Every record's counter and last attempt agree with the attempts that are stored for it. */
async function expectWhole(attemptsPerRecord: number): Promise<void> {
  const wrong = await asAdministrator(
    `SELECT r.external_key, r.attempt_count, count(a.id)::int AS stored, r.last_attempt_at, max(a.attempted_at)
       FROM sync_record r LEFT JOIN sync_attempt a ON a.tenant_id = r.tenant_id AND a.record_id = r.id
      WHERE r.tenant_id = $1 GROUP BY r.tenant_id, r.id
     HAVING count(a.id) <> $2 OR r.attempt_count <> $2 OR r.last_attempt_at <> max(a.attempted_at)`,
    [tenant.info.id, attemptsPerRecord],
  );
  expect(wrong).toEqual([]);
  expect(await storedCount(tenant, 'sync_record')).toBe(RECORDS);
}

test.each([2, 8])(
  '%i calls at once over the same records in opposite orders lose and double nothing',
  async (callers) => {
    const ROUNDS = 6;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const calls = Array.from({ length: callers }, (_, caller) => {
        const order = caller % 2 === 0 ? SOURCE_IDS : SOURCE_IDS.toReversed();
        const own = order.map((sourceId) => attempt(`own-${round}-${caller}-${sourceId}`, sourceId, round));
        const common = order.map((sourceId) => attempt(`common-${round}-${sourceId}`, sourceId, round));
        return reportAttempts(ctx, received(caller % 3 === 0 ? [...own, ...common] : [...common, ...own]));
      });
      const results = (await Promise.all(calls)).flat().map(({ result }) => result);
      expect(new Set(results)).toEqual(new Set(['created', 'duplicate']));
      expect(results.filter((result) => result === 'duplicate')).toHaveLength(RECORDS * (callers - 1));
    }
    await expectWhole(ROUNDS * (callers + 1));
    expect(await storedCount(tenant, 'sync_attempt')).toBe(RECORDS * ROUNDS * (callers + 1));
  },
  60_000,
);

test('the same new call sent twice at once: what one created is a duplicate to the other', async () => {
  for (let round = 1; round <= 10; round += 1) {
    const items = received(SOURCE_IDS.map((sourceId) => attempt(`same-${round}-${sourceId}`, sourceId, round)));
    const [one, other] = await Promise.all([reportAttempts(ctx, items), reportAttempts(ctx, items)]);
    const results = one.map(({ result, id }, index) => [result, other[index]?.result, id === other[index]?.id]);
    for (const [a, b, isSameId] of results) {
      expect([a, b].sort()).toEqual(['created', 'duplicate']);
      expect(isSameId).toBe(true);
    }
  }
  await expectWhole(10);
});

test('documents put at once by several calls end as one record each, with one set of lines', async () => {
  for (let round = 1; round <= 5; round += 1) {
    await Promise.all(
      Array.from({ length: 6 }, (_, caller) => {
        const order = caller % 2 === 0 ? SOURCE_IDS : SOURCE_IDS.toReversed();
        return putRecords(ctx, received(order.map((sourceId) => document(sourceId, `INV-${round}-${caller}`))));
      }),
    );
  }
  expect(await storedCount(tenant, 'sync_record')).toBe(RECORDS);
  expect(await storedCount(tenant, 'sync_record_line')).toBe(RECORDS);
  const numbers = await storedRows<{ number: string; content_version: number }>(tenant, 'sync_record', 'id');
  expect(numbers.every(({ number }) => number.startsWith('INV-5-'))).toBe(true);
  expect(numbers.every(({ content_version }) => content_version === 30)).toBe(true);
});

test('a record and the attempt that waits for it, sent at once, always find each other', async () => {
  for (let round = 1; round <= 20; round += 1) {
    const ids = SOURCE_IDS.slice(0, 20).map((sourceId) => `${round}-${sourceId}`);
    const bare = received(ids.map((sourceId) => attempt(`bare-${sourceId}`, sourceId, round, false)));
    const records = received(ids.toReversed().map((sourceId) => document(sourceId)));
    await Promise.all(
      round % 2 === 0
        ? [reportAttempts(ctx, bare), putRecords(ctx, records)]
        : [putRecords(ctx, records), reportAttempts(ctx, bare)],
    );
  }
  const unlinked = await storedRows(tenant, 'sync_attempt', 'id');
  expect(unlinked.filter(({ record_id }) => record_id === null)).toEqual([]);
  const records = await storedRows(tenant, 'sync_record', 'id');
  expect(records.every((record) => record.sync_status === 2 && record.attempt_count === 1)).toBe(true);
});

test('two tenants that report the same at once do not meet', async () => {
  const other = await createTenant();
  const items = received(SOURCE_IDS.map((sourceId) => attempt(`x-${sourceId}`, sourceId, 1)));
  const [one, two] = await Promise.all([reportAttempts(ctx, items), reportAttempts(keyContext(other), items)]);
  expect([...one, ...two].every(({ result }) => result === 'created')).toBe(true);
  expect(await storedCount(tenant, 'sync_attempt')).toBe(RECORDS);
  expect(await storedCount(other, 'sync_attempt')).toBe(RECORDS);
});
