import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { claimRecords } from '#lib/claims/claim-records.ts';
import { endRunOutLeases } from '#lib/claims/end-run-out-leases.ts';
import { releaseClaim } from '#lib/claims/release-claim.ts';
import { toAmount, toApiAmount } from '#lib/core/money.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { EVENT_BODIES } from '#lib/http/openapi/event-bodies.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { announceChanges } from '#lib/webhooks/announce-changes.ts';
import { EVENT_EXAMPLES } from '#lib/webhooks/event-examples.ts';
import { pauseSubscription } from '#lib/webhooks/pause-subscription.ts';
import { EVENT_TYPES, type EventType } from '#lib/webhooks/webhook-contract.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn, named, runBulk } from '#tests/factories/bulk.ts';
import { received } from '#tests/factories/received-item.ts';
import { statementsOf } from '#tests/factories/statements.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { eventsOf, subscribe } from '#tests/factories/webhooks.ts';

const URL = 'http://127.0.0.1:9/hook';
let tenant: TestTenant;

beforeAll(async () => {
  await administrator();
  setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1' });
});
beforeEach(async () => {
  tenant = await createTenant();
});
afterAll(closeDatabase);

function invoices(count: number, more: Record<string, unknown> = {}) {
  return received(
    Array.from({ length: count }, (_, index) => ({
      kind: 'invoice',
      sourceId: `inv_${index}`,
      number: `INV-${index}`,
      amount: '1250.5',
      currency: 'USD',
      ...more,
    })),
  );
}

function attempts(count: number, outcome: 'failed' | 'complete', more: Record<string, unknown> = {}) {
  return received(
    Array.from({ length: count }, (_, index) => ({
      externalId: `${outcome}-${index}`,
      record: { kind: 'invoice', sourceId: `inv_${index}` },
      outcome,
      attemptedAt: '2026-01-02T00:00:00Z',
      ...more,
    })),
  );
}

/** The events that `work` makes, the types with how many items. */
async function made(work: () => Promise<unknown>) {
  const before = (await eventsOf(tenant)).length;
  await work();
  const events = (await eventsOf(tenant)).slice(before);
  for (const event of events) EVENT_BODIES[event.type as EventType].parse(event);
  return events;
}
const itemsOf = (event: { data: Record<string, unknown> } | undefined) =>
  (event?.data.records ?? event?.data.attempts ?? []) as Record<string, unknown>[];

test('with nobody listening nothing is written, by one statement more than without webhooks, whatever the size', async () => {
  const ctx = keyContext(tenant);
  const looks = async (work: () => Promise<unknown>) =>
    (await statementsOf(work))
      .filter(({ text }) => text.includes('webhook'))
      .map(({ text }) => text.trim().slice(0, 22));
  expect(await looks(() => putRecords(ctx, invoices(500)))).toEqual(['SELECT DISTINCT unnest']);
  expect(await looks(() => reportAttempts(ctx, attempts(500, 'failed')))).toEqual(['SELECT DISTINCT unnest']);
  // One that changes nothing does not even look.
  expect(await looks(() => putRecords(ctx, invoices(500)))).toEqual([]);
  const { id } = await subscribe(tenant, URL);
  await pauseSubscription(memberOf(tenant), id);
  expect(await looks(() => putRecords(ctx, invoices(10, { number: 'new' })))).toEqual(['SELECT DISTINCT unnest']);
  await subscribe(tenant, URL, ['bulk.finished']);
  expect(await looks(() => putRecords(ctx, invoices(10, { number: 'newer' })))).toEqual(['SELECT DISTINCT unnest']);
  expect(await eventsOf(tenant)).toEqual([]);
});

test('what comes in is announced in events of up to 100, by one INSERT, to each who hears of it', async () => {
  const ctx = keyContext(tenant);
  const all = await subscribe(tenant, URL);
  const failures = await subscribe(tenant, URL, ['attempt.failed']);
  const statements = await statementsOf(() => putRecords(ctx, invoices(250)));
  expect(statements.filter(({ text }) => /INSERT INTO webhook_/.test(text))).toHaveLength(1);
  const pending = await eventsOf(tenant);
  expect(pending.map((event) => [event.type, itemsOf(event).length])).toEqual([
    ['record.pending', 100],
    ['record.pending', 100],
    ['record.pending', 50],
  ]);
  const [first] = itemsOf(pending[0]);
  expect(pending[0]).toMatchObject({ id: expect.any(String), version: 1, timestamp: expect.stringMatching(/^20.*Z$/) });
  expect(first).toEqual({
    id: expect.any(String),
    kind: 'invoice',
    source: 'tms',
    sourceId: 'inv_0',
    number: 'INV-0',
    amount: toApiAmount(toAmount('1250.5')),
    currency: 'USD',
    sourceStatus: null,
    contentVersion: 1,
    status: 'pending',
    statusBefore: null,
    isInDoubt: false,
    isByHand: false,
    referenceNumber: null,
    syncedAmount: null,
    syncedCurrency: null,
  });
  const failed = await made(() =>
    reportAttempts(ctx, attempts(2, 'failed', { errorMessage: 'x'.repeat(1_500), errorCode: 'E1' })),
  );
  expect(failed.map((event) => [event.type, itemsOf(event).length])).toEqual([
    ['record.status_changed', 2],
    ['attempt.failed', 2],
  ]);
  expect(itemsOf(failed[0])[0]).toMatchObject({ statusBefore: 'pending', status: 'failed' });
  expect(itemsOf(failed[1])[0]).toMatchObject({
    externalId: 'failed-0',
    attemptedAt: '2026-01-02T00:00:00.000Z',
    errorCode: 'E1',
    errorMessage: 'x'.repeat(1_000),
    isErrorMessageCut: true,
    record: { kind: 'invoice', sourceId: 'inv_0', source: 'tms', amount: '1250.50', status: 'failed' },
  });
  const deliveries = await asAdministrator<{ subscription_id: string; count: number }>(
    'SELECT subscription_id, count(*)::int AS count FROM webhook_delivery WHERE tenant_id = $1 GROUP BY 1 ORDER BY 1',
    [tenant.info.id],
  );
  expect(deliveries).toEqual([
    { subscription_id: all.id, count: 5 },
    { subscription_id: failures.id, count: 1 },
  ]);
});

test('each kind of change says what it is', async () => {
  const ctx = keyContext(tenant);
  await subscribe(tenant, URL);
  const typesOf = async (work: () => Promise<unknown>) =>
    (await made(work)).map(({ type, data }) => `${type} ${itemsOf({ data }).length}`);

  // A record that comes complete never waited; one that nobody has sent yet has an attempt alone.
  const inline = { kind: 'bill', sourceId: 'b_1', number: 'B-1', amount: '10', currency: 'USD' };
  const complete = {
    externalId: 'SY1',
    record: inline,
    outcome: 'complete',
    attemptedAt: '2026-01-01T00:00:00Z',
    referenceNumber: 'R1',
  };
  expect(await typesOf(() => reportAttempts(ctx, received([complete])))).toEqual(['record.status_changed 1']);
  expect(await typesOf(() => reportAttempts(ctx, attempts(1, 'failed')))).toEqual(['attempt.failed 1']);
  // It links itself when the record comes, which then has failed already: the attempt is not announced again.
  const linked = await made(() => putRecords(ctx, invoices(1)));
  expect(linked.map(({ type }) => type)).toEqual(['record.status_changed']);
  expect(itemsOf(linked[0])[0]).toMatchObject({ statusBefore: null, status: 'failed' });
  expect(await typesOf(() => reportAttempts(ctx, attempts(1, 'failed')))).toEqual([]);
  expect(await typesOf(() => putRecords(ctx, invoices(2)))).toEqual(['record.pending 1']);
  // A pending record whose document changes is worth another look; a failed one is not.
  expect(await typesOf(() => putRecords(ctx, invoices(2, { number: 'new' })))).toEqual(['record.pending 1']);
  expect(await typesOf(() => putRecords(ctx, invoices(2, { number: 'new' })))).toEqual([]);
});

test('a bulk change announces what it moved, and its end', async () => {
  const ctx = keyContext(tenant);
  const member = await memberIn(tenant, ['accounting_sync', 'admin']);
  await putRecords(ctx, invoices(120));
  await reportAttempts(ctx, attempts(110, 'failed'));
  const records = await asAdministrator<{ id: string }>('SELECT id FROM sync_record WHERE tenant_id = $1 ORDER BY id', [
    tenant.info.id,
  ]);
  await subscribe(tenant, URL);
  const back = await made(() => runBulk(member, { act: 'status', target: 'pending' }, named(records)));
  expect(back.map((event) => [event.type, itemsOf(event).length])).toEqual([
    ['record.status_changed', 100],
    ['record.status_changed', 10],
    ['record.pending', 100],
    ['record.pending', 10],
    ['bulk.finished', 0],
  ]);
  expect(back.at(-1)?.data).toMatchObject({
    operation: {
      act: 'status',
      target: 'pending',
      state: 'finished',
      total: 120,
      counts: { updated: 110, unchanged: 10 },
    },
  });
  const operation = back.at(-1)?.data.operation as { id: string };
  const undone = await made(async () => {
    const { id, total } = await openUndo(member, operation.id);
    await startBulkOperation(member, { id, reason: 'Undo', typedCount: total });
  });
  expect(undone.filter(({ type }) => type === 'record.status_changed').flatMap(itemsOf)).toHaveLength(110);
  // What is excluded does not wait for anybody, until it is taken in again.
  const few = named(records.slice(110, 113));
  const types = (events: { type: string }[]) => events.map(({ type }) => type);
  expect(types(await made(() => runBulk(member, { act: 'exclude' }, few)))).toEqual(['bulk.finished']);
  expect(types(await made(() => runBulk(member, { act: 'include' }, few)))).toEqual([
    'record.pending',
    'bulk.finished',
  ]);
});

test('a record that no job holds any more waits anew', async () => {
  const ctx = keyContext(tenant);
  await putRecords(ctx, invoices(3, { sourceStatus: 'created' }));
  await subscribe(tenant, URL);
  const { id: claimId } = await claimRecords(ctx, { limit: 3, leaseSeconds: 60 });
  const idsOf = (event: { data: Record<string, unknown> } | undefined) => itemsOf(event).map(({ id }) => String(id));
  const [given] = await asAdministrator<{ record_id: string }>('SELECT record_id FROM lease WHERE tenant_id = $1', [
    tenant.info.id,
  ]);
  const recordIds = [given!.record_id];
  const released = await made(() => releaseClaim(ctx, String(claimId), { recordIds }));
  expect(released.map((event) => [event.type, ...idsOf(event)])).toEqual([['record.pending', ...recordIds]]);
  await asAdministrator(`UPDATE lease SET expires_at = now() - interval '1 second' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
  const ranOut = await made(() => ctx.transaction((tx) => endRunOutLeases(ctx, tx)));
  expect(ranOut.map((event) => [event.type, itemsOf(event).length])).toEqual([['record.pending', 2]]);
  expect(itemsOf(ranOut[0])).toMatchObject([{ isInDoubt: true }, { isInDoubt: true }]);
});

test('an event is there if and only if the change is', async () => {
  const ctx = keyContext(tenant);
  await subscribe(tenant, URL);
  const [put] = await putRecords(ctx, invoices(1));
  const before = await eventsOf(tenant);
  const change = { recordId: String(put?.id), before: 2, isRenewed: true };
  const broken = ctx.transaction(async (tx) => {
    await announceChanges(ctx, tx, { records: [change], failedAttemptIds: [] });
    const [seen] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM webhook_event WHERE tenant_id = ${ctx.tenantId}::uuid`;
    expect(seen?.count).toBe(before.length + 2);
    throw new Error('and then it breaks');
  });
  await expect(broken).rejects.toThrow('and then it breaks');
  expect(await eventsOf(tenant)).toEqual(before);
});

test('the documented example of each type is one', () => {
  for (const type of EVENT_TYPES) expect(EVENT_BODIES[type].parse(EVENT_EXAMPLES[type])).toEqual(EVENT_EXAMPLES[type]);
});

test('events are written by a plan for the very records, however often it was done before', async () => {
  const ctx = keyContext(tenant);
  await subscribe(tenant, URL);
  const [put] = await putRecords(ctx, invoices(1));
  const records = [{ recordId: String(put?.id), before: 2, isRenewed: true }];
  const plans = await ctx.transaction(async (tx) => {
    for (let time = 0; time < 8; time += 1) await announceChanges(ctx, tx, { records, failedAttemptIds: [] });
    return tx.$queryRaw<{ custom: number; generic: number }[]>`
      SELECT custom_plans::int AS custom, generic_plans::int AS generic FROM pg_prepared_statements
       WHERE statement LIKE '%INSERT INTO webhook_event%' AND custom_plans + generic_plans >= 8`;
  });
  expect(plans.length).toBeGreaterThan(0);
  expect(plans.map(({ generic }) => generic)).toEqual(plans.map(() => 0));
});
