import { afterAll, expect, test, vi } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { env } from '#lib/env.ts';
import { makeRecordWatch, watchRecords } from '#lib/live/watch-records.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf } from '#tests/factories/tenant.ts';

await administrator();
const watch = makeRecordWatch(env().DATABASE_URL ?? '', { firstMs: 10, longestMs: 50 });
afterAll(() => watch.close());

function report(ctx: Ctx, kind: Kind, externalId: string) {
  const attempt = { externalId, record: { kind, sourceId: externalId }, outcome: 'failed' };
  return reportAttempts(
    ctx,
    received([{ ...attempt, record: { ...attempt.record, number: externalId }, attemptedAt: '2026-01-01T00:00:00Z' }]),
  );
}

/** Listens to a tenant; gives what was told so far. */
function listenTo(tenantId: string): { told: (readonly Kind[])[]; stop: () => void } {
  const told: (readonly Kind[])[] = [];
  return { told, stop: watch.subscribe(tenantId, (kinds) => told.push(kinds)) };
}

test('a tenant hears of its own changes alone', async () => {
  const [one, other] = [await createTenant(), await createTenant()];
  const heardByOne = listenTo(one.info.id);
  const heardByOther = listenTo(other.info.id);
  await watch.listening();
  heardByOne.told.length = 0;
  heardByOther.told.length = 0;

  await report(keyContext(one), 'bill', 'b_1');
  await vi.waitFor(() => expect(heardByOne.told).toEqual([['bill']]));
  // What the other tenant hears next is its own change, so nothing of the first came before it.
  await report(keyContext(other), 'invoice', 'i_1');
  await vi.waitFor(() => expect(heardByOther.told).toEqual([['invoice']]));
  expect(heardByOne.told).toEqual([['bill']]);

  heardByOne.stop();
  await report(keyContext(one), 'bill', 'b_2');
  await report(keyContext(other), 'invoice', 'i_2');
  await vi.waitFor(() => expect(heardByOther.told).toHaveLength(2));
  expect(heardByOne.told).toHaveLength(1);
  heardByOther.stop();
});

test('listens again after its connection was cut, and tells that something may have been missed', async () => {
  const tenant = await createTenant();
  const heard = listenTo(tenant.info.id);
  await watch.listening();
  heard.told.length = 0;

  const cut = await asAdministrator<{ cut: boolean }>(
    `SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity
      WHERE application_name = 'tieout-live' AND datname = current_database()`,
  );
  expect(cut.length).toBeGreaterThan(0);
  await vi.waitFor(() => expect(heard.told).toEqual([KINDS]));
  await report(keyContext(tenant), 'invoice', 'i_1');
  await vi.waitFor(() => expect(heard.told).toEqual([KINDS, ['invoice']]));
  heard.stop();
});

test('one connection serves all listeners', async () => {
  const tenants = [await createTenant(), await createTenant(), await createTenant()];
  const stops = tenants.map(({ info }) => watch.subscribe(info.id, () => undefined));
  await watch.listening();
  const [row] = await asAdministrator<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE application_name = 'tieout-live' AND datname = current_database()`,
  );
  expect(row?.count).toBe(1);
  for (const stop of stops) stop();
});

test('waits for a database that is not there yet', async () => {
  const address = new URL(env().DATABASE_URL ?? '');
  address.port = '1';
  const lost = makeRecordWatch(address.href, { firstMs: 10, longestMs: 10 });
  const told = vi.fn();
  lost.subscribe('tenant', told);
  const first = await Promise.race([lost.listening().then(() => 'listening'), refused(address.href)]);
  expect(first).toBe('refused');
  expect(told).not.toHaveBeenCalled();
  await lost.close();
});

test('without the permission nothing is heard', async () => {
  const tenant = await createTenant();
  await expect(watchRecords(memberOf(tenant, new Set()), () => undefined)).rejects.toMatchObject({ code: 'forbidden' });
});

async function refused(url: string): Promise<string> {
  const { default: pg } = await import('pg');
  return new pg.Client({ connectionString: url }).connect().then(
    () => 'connected',
    () => 'refused',
  );
}
