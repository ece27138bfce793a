import { beforeAll, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { getRecord } from '#lib/records/get-record.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

beforeAll(() => administrator());

/** Reports attempts of one record, the first of them the oldest, two of each second; gives the record's id. */
async function tried(tenant: TestTenant, raws: readonly string[]): Promise<string> {
  const attempts = raws.map((raw, at) => ({
    externalId: `SY-${String(at).padStart(4, '0')}`,
    record: { kind: 'bill', sourceId: 'b' },
    outcome: 'failed',
    attemptedAt: new Date(Date.UTC(2026, 9, 1) + Math.floor(at / 2) * 1000).toISOString(),
    raw,
  }));
  const [first] = await reportAttempts(
    keyContext(tenant),
    received([{ ...attempts[0], record: { kind: 'bill', sourceId: 'b', number: 'B-1' } }]),
  );
  await reportAttempts(keyContext(tenant), received(attempts.slice(1)));
  return String(first?.recordId);
}

async function pages(tenant: TestTenant, recordId: string): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | null = null;
  do {
    const { attempts, earlierAttemptsCursor } = await getRecord(memberOf(tenant), recordId, cursor);
    found.push(attempts.map(({ externalId }) => externalId));
    cursor = earlierAttemptsCursor;
  } while (cursor !== null);
  return found;
}

test('a record that was tried without end is read in parts, which hold each attempt once', async () => {
  const tenant = await createTenant();
  const recordId = await tried(
    tenant,
    Array.from({ length: 450 }, () => 'x'),
  );
  const found = await pages(tenant, recordId);
  expect(found.map(({ length }) => length)).toEqual([200, 200, 50]);
  const all = Array.from({ length: 450 }, (_, at) => `SY-${String(at).padStart(4, '0')}`);
  expect(found.flat()).toEqual(all.toReversed());
});

test('large payloads make a part shorter, and stay whole', async () => {
  const tenant = await createTenant();
  const recordId = await tried(
    tenant,
    Array.from({ length: 25 }, () => 'p'.repeat(256 * 1024)),
  );
  expect((await pages(tenant, recordId)).map(({ length }) => length)).toEqual([16, 9]);
  const { attempts } = await getRecord(memberOf(tenant), recordId);
  expect(attempts[0]?.raw).toHaveLength(256 * 1024);
});

test('a cursor that is none of this record’s is refused, or leads to nothing', async () => {
  const tenant = await createTenant();
  const recordId = await tried(tenant, ['x', 'y']);
  await expect(getRecord(memberOf(tenant), recordId, 'x')).rejects.toMatchObject({ code: 'invalid_input' });
  const { attempts } = await getRecord(memberOf(tenant), recordId, recordId);
  expect(attempts).toEqual([]);
});
