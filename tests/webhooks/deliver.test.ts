import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { deliverWebhooks } from '#lib/jobs/deliver-webhooks.ts';
import { log } from '#lib/log.ts';
import { clearDeliveries } from '#lib/webhooks/clear-deliveries.ts';
import { deleteSubscription } from '#lib/webhooks/delete-subscription.ts';
import { deliverTo } from '#lib/webhooks/deliver-to.ts';
import { getDelivery } from '#lib/webhooks/get-delivery.ts';
import { listDeliveries } from '#lib/webhooks/list-deliveries.ts';
import { pauseSubscription } from '#lib/webhooks/pause-subscription.ts';
import { replayDelivery, replayFailed } from '#lib/webhooks/replay-deliveries.ts';
import { resumeSubscription } from '#lib/webhooks/resume-subscription.ts';
import { rotateSecret } from '#lib/webhooks/rotate-secret.ts';
import { sendTest } from '#lib/webhooks/send-test.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { startTarget, verified, type WebhookTarget } from '#tests/factories/webhook-target.ts';
import { addEvent, deliveriesOf, type MadeSubscription, passTime, subscribe } from '#tests/factories/webhooks.ts';

const HOUR = 3_600;
let tenant: TestTenant;
let target: WebhookTarget;
let subscription: MadeSubscription;

beforeAll(async () => {
  await administrator();
  setEnvironment({ WEBHOOK_ALLOW_LOOPBACK: '1' });
});
beforeEach(async () => {
  tenant = await createTenant();
  target = await startTarget();
  subscription = await subscribe(tenant, target.url);
});
afterEach(() => target.close());
afterAll(closeDatabase);

const deliver = () => deliverTo(tenant.info.id, subscription.id);
const add = (name?: string) => addEvent(tenant, subscription.id, name);
const state = async () => (await deliveriesOf(tenant, subscription.id)).map((row) => row.state);
const admin = () => memberOf(tenant);
const standing = async () =>
  (await listDeliveries(admin(), { id: subscription.id, state: null, limit: 1, cursor: null })).subscription;
const ids = () => target.calls.map(({ headers }) => headers['webhook-id']);

type AuditRow = { actor_type: string; subject_id: string; note: string | null };
const auditOf = (of: TestTenant, action: string) =>
  asAdministrator<AuditRow>(
    'SELECT actor_type, subject_id, note FROM audit_event WHERE tenant_id = $1 AND action = $2 ORDER BY id',
    [of.info.id, action],
  );

describe('A call', () => {
  test('is signed, carries the event’s id, and its whole exchange is in the log', async () => {
    const { eventId } = await sendTest(admin(), subscription.id);
    await deliver();
    const [call] = target.calls;
    expect(verified(call!, subscription.secret)).toMatchObject({ id: eventId, type: 'webhook.test', version: 1 });
    expect(call?.headers).toMatchObject({ 'webhook-id': eventId, 'content-type': 'application/json' });
    expect(() => verified(call!, `whsec_${Buffer.from('another').toString('base64')}`)).toThrow(
      'No matching signature',
    );
    expect(() => verified({ ...call!, body: `${call?.body} ` }, subscription.secret)).toThrow('No matching signature');
    const detail = await getDelivery(admin(), { id: subscription.id, eventId });
    expect(detail).toMatchObject({
      state: 'delivered',
      tries: 1,
      type: 'webhook.test',
      body: call?.body,
      nextTryAt: null,
    });
    expect(detail.triesMade).toMatchObject([{ status: 204, problem: null, responseBody: '' }]);
    expect(detail.triesMade[0]?.requestHeaders['webhook-signature']).toBe(call?.headers['webhook-signature']);
    expect(await standing()).toMatchObject({
      failingSince: null,
      waiting: 0,
      failed: 0,
    });
  });

  test('is signed with both secrets for a day after a new one was made, and never with one before that', async () => {
    const second = await rotateSecret(admin(), subscription.id);
    await add();
    await deliver();
    for (const secret of [second.secret, subscription.secret])
      expect(() => verified(target.calls[0]!, secret)).not.toThrow();
    const third = await rotateSecret(admin(), subscription.id);
    await add();
    await deliver();
    for (const secret of [third.secret, second.secret]) expect(() => verified(target.calls[1]!, secret)).not.toThrow();
    expect(() => verified(target.calls[1]!, subscription.secret)).toThrow('No matching signature');
    await passTime(tenant, subscription.id, 25 * HOUR);
    await add();
    await deliver();
    expect(target.calls[2]?.headers['webhook-signature']).not.toContain(' ');
    expect(() => verified(target.calls[2]!, third.secret)).not.toThrow();
  });

  test('keeps its secret where nobody reads it: encrypted, for this subscription alone', async () => {
    const [row] = await asAdministrator<{ secret: Buffer; events: string }>(
      `SELECT secret, (SELECT string_agg(coalesce(e.after::text, ''), '') FROM audit_event e WHERE e.tenant_id = s.tenant_id) AS events
         FROM webhook_subscription s WHERE tenant_id = $1 AND id = $2`,
      [tenant.info.id, subscription.id],
    );
    expect(row?.secret.toString('latin1')).not.toContain(subscription.secret.slice(6, 20));
    expect(row?.events).not.toContain('whsec_');
    const other = await subscribe(tenant, target.url);
    await asAdministrator(`UPDATE webhook_subscription SET secret = $3 WHERE tenant_id = $1 AND id = $2`, [
      tenant.info.id,
      other.id,
      row?.secret,
    ]);
    await addEvent(tenant, other.id);
    await deliverTo(tenant.info.id, other.id);
    expect(target.calls).toEqual([]);
    expect((await deliveriesOf(tenant, other.id))[0]).toMatchObject({
      state: 'waiting',
      last_problem: expect.stringContaining('Make a new secret'),
    });
  });
});

describe('What fails', () => {
  test('is tried again under the same id, later each time, until it arrives', async () => {
    target.answer((_call, index) => [500, 302, 200][index] ?? 500);
    const id = await add();
    for (const [tries, seconds] of [
      [1, 6],
      [2, 36],
    ] as const) {
      await deliver();
      const [row] = await deliveriesOf(tenant, subscription.id);
      expect(row).toMatchObject({ state: 'waiting', tries, claim: null });
      const waitMs = (row?.next_try_at.getTime() ?? 0) - Date.now();
      expect(waitMs).toBeLessThanOrEqual(seconds * 1_000);
      // Not before its time.
      await deliver();
      expect(target.calls).toHaveLength(tries);
      await passTime(tenant, subscription.id, seconds);
    }
    await deliver();
    expect(await state()).toEqual(['delivered']);
    expect(ids()).toEqual([id, id, id]);
    const detail = await getDelivery(admin(), { id: subscription.id, eventId: id });
    expect(detail.triesMade.map(({ status, responseBody }) => `${status} ${responseBody}`)).toEqual([
      '200 answer 200',
      '302 answer 302',
      '500 answer 500',
    ]);
  });

  test('for three days without anything arriving is given up, and the subscription switched off with a notice', async () => {
    target.answer(() => 503);
    const old = await add('old');
    await deliver();
    await passTime(tenant, subscription.id, 71 * HOUR);
    await deliver();
    expect(await state()).toEqual(['waiting']);
    await add('young');
    await passTime(tenant, subscription.id, 2 * HOUR);
    await deliver();
    expect(await state()).toEqual(['failed', 'waiting']);
    const off = await standing();
    expect(off).toMatchObject({
      state: 'off',
      offReason: 'failing',
      failed: 1,
      waiting: 1,
      lastProblem: 'Answered with 503.',
    });
    const [event] = await auditOf(tenant, 'webhook.switched_off');
    expect(event).toMatchObject({
      actor_type: 'job',
      subject_id: subscription.id,
      note: 'Nothing has arrived for three days.',
    });
    // Off means off.
    const calls = target.calls.length;
    await passTime(tenant, subscription.id, 24 * HOUR);
    await deliver();
    expect(target.calls).toHaveLength(calls);
    await expect(replayFailed(admin(), { id: subscription.id, since: null })).rejects.toThrow(
      'Turn the webhook on first',
    );
    // On again, what waits is sent at once, and what was given up when somebody asks for it.
    target.answer(() => 200);
    await resumeSubscription(admin(), subscription.id);
    await deliver();
    expect(await state()).toEqual(['failed', 'delivered']);
    expect(await replayFailed(admin(), { id: subscription.id, since: null })).toBe(1);
    await deliver();
    expect(await state()).toEqual(['delivered', 'delivered']);
    expect(ids().at(-1)).toBe(old);
  });

  test('while others arrive is given up alone', async () => {
    target.answer(({ body }) => (body.includes('poison') ? 500 : 200));
    await add('poison');
    await deliver();
    await passTime(tenant, subscription.id, 73 * HOUR);
    await add('good');
    await deliver();
    expect(await state()).toEqual(['failed', 'delivered']);
    expect((await standing()).state).toBe('active');
  });

  test('with 410 switches the subscription off at once', async () => {
    target.answer(() => 410);
    await add();
    await deliver();
    expect(await state()).toEqual(['failed']);
    expect(await standing()).toMatchObject({ state: 'off', offReason: 'gone' });
  });

  test('is never seen without what it did to the subscription, whenever somebody looks', async () => {
    await add();
    const pool = await administrator();
    const client = await pool.connect();
    try {
      // Whoever looks has read the subscription, and waits for the deliveries, when both change.
      await client.query('BEGIN');
      await client.query('LOCK TABLE webhook_delivery IN ACCESS EXCLUSIVE MODE');
      const looked = listDeliveries(admin(), { id: subscription.id, state: null, limit: 10, cursor: null });
      await vi.waitFor(async () => {
        const waits = await asAdministrator(
          `SELECT FROM pg_locks WHERE relation = 'webhook_delivery'::regclass AND NOT granted`,
        );
        expect(waits).toHaveLength(1);
      });
      await client.query(`UPDATE webhook_delivery SET state = 'failed' WHERE tenant_id = $1`, [tenant.info.id]);
      await client.query(`UPDATE webhook_subscription SET state = 'off', off_reason = 'gone' WHERE tenant_id = $1`, [
        tenant.info.id,
      ]);
      await client.query('COMMIT');
      expect(await looked).toMatchObject({ subscription: { state: 'active' }, deliveries: [{ state: 'waiting' }] });
    } finally {
      client.release();
    }
    expect(await standing()).toMatchObject({ state: 'off', failed: 1 });
  });

  test('again and again spares its target: one call at a time, then a pause, and all of it once one arrives', async () => {
    target.answer(() => 500);
    for (let made = 0; made < 30; made += 1) await add();
    await deliver();
    // Four at once, twice; then it is left alone.
    expect(target.calls).toHaveLength(8);
    const { heldUntil } = await standing();
    expect(Date.parse(heldUntil ?? '')).toBeGreaterThan(Date.now());
    await passTime(tenant, subscription.id, HOUR);
    await Promise.all([deliver(), deliver()]);
    expect(target.calls).toHaveLength(9);
    target.answer(() => 200);
    await passTime(tenant, subscription.id, HOUR);
    await deliver();
    expect(new Set(await state())).toEqual(new Set(['delivered']));
  });
});

describe('Several workers', () => {
  test('send each event once, and a target that does not answer holds up nobody else', async () => {
    const slow = await startTarget(() => () => undefined);
    const stuck = await subscribe(tenant, slow.url);
    const tenants = await Promise.all([createTenant(), createTenant()]);
    const others = await Promise.all(tenants.map((other) => subscribe(other, target.url)));
    for (let made = 0; made < 25; made += 1) {
      await add();
      for (const [index, other] of tenants.entries()) await addEvent(other, others[index]!.id);
    }
    await addEvent(tenant, stuck.id);
    const stopping = new AbortController();
    const run = { log, signal: stopping.signal };
    const workers = [deliverWebhooks(run), deliverWebhooks(run)];
    await vi.waitFor(() => expect(target.calls).toHaveLength(75), { timeout: 14_000, interval: 20 });
    expect(new Set(ids()).size).toBe(75);
    // The slow one is still being waited for.
    expect((await deliveriesOf(tenant, stuck.id))[0]).toMatchObject({ state: 'waiting', claim: expect.any(String) });
    stopping.abort();
    await slow.close();
    await Promise.all(workers);
    expect(new Set(await state())).toEqual(new Set(['delivered']));
    expect(target.calls).toHaveLength(75);
  });
});

describe('A person', () => {
  test('pauses: nothing is sent, what waited goes out afterwards', async () => {
    await add();
    await pauseSubscription(admin(), subscription.id);
    await deliver();
    expect(target.calls).toEqual([]);
    await expect(sendTest(admin(), subscription.id)).rejects.toThrow('Turn the webhook on first');
    await resumeSubscription(admin(), subscription.id);
    await resumeSubscription(admin(), subscription.id);
    await deliver();
    expect(target.calls).toHaveLength(1);
    expect((await auditOf(tenant, 'webhook.resumed')).length).toBe(1);
  });

  test('removes: what waits is not sent, the secret is forgotten, and nothing of it is found', async () => {
    await add();
    expect(await deleteSubscription(admin(), subscription.id)).toEqual({ isNewlyDeleted: true });
    expect(await deleteSubscription(admin(), subscription.id)).toEqual({ isNewlyDeleted: false });
    await deliver();
    expect(target.calls).toEqual([]);
    expect(await state()).toEqual(['cancelled']);
    await expect(standing()).rejects.toThrow('not found');
    await expect(rotateSecret(admin(), subscription.id)).rejects.toThrow('not found');
  });

  test('sends one again, or all that failed since a time, and pages through the log', async () => {
    target.answer(() => 500);
    const made = [await add(), await add(), await add()];
    await deliver();
    await asAdministrator(`UPDATE webhook_delivery SET state = 'failed' WHERE tenant_id = $1 AND event_id <> $2`, [
      tenant.info.id,
      made[2],
    ]);
    target.answer(() => 200);
    // Those that wait for their next try are sent too.
    expect(await replayFailed(admin(), { id: subscription.id, since: new Date(Date.now() + 60_000) })).toBe(0);
    expect(await replayFailed(admin(), { id: subscription.id, since: new Date(Date.now() - HOUR * 1_000) })).toBe(3);
    await deliver();
    expect(await state()).toEqual(['delivered', 'delivered', 'delivered']);
    await replayDelivery(admin(), { id: subscription.id, eventId: made[1]! });
    await deliver();
    expect(ids().filter((id) => id === made[1])).toHaveLength(3);

    const page = (cursor: string | null) =>
      listDeliveries(admin(), { id: subscription.id, state: null, limit: 2, cursor });
    const first = await page(null);
    const second = await page(first.nextCursor);
    expect([...first.deliveries, ...second.deliveries].map(({ eventId }) => eventId)).toEqual(made.toReversed());
    expect([first.previousCursor, second.nextCursor]).toEqual([null, null]);
    expect((await page(second.previousCursor)).deliveries).toEqual(first.deliveries);
    expect(
      await listDeliveries(admin(), { id: subscription.id, state: 'failed', limit: 2, cursor: null }),
    ).toMatchObject({
      deliveries: [],
    });
  });
});

test('what is older than 30 days is cleared, with its deliveries and tries', async () => {
  await add();
  await deliver();
  const kept = await clearDeliveries(admin(), new Date(Date.now() + 29 * 24 * HOUR * 1_000));
  const cleared = await clearDeliveries(admin(), new Date(Date.now() + 31 * 24 * HOUR * 1_000));
  expect([kept, cleared]).toEqual([0, 1]);
  expect(await state()).toEqual([]);
  const tries = await asAdministrator('SELECT FROM webhook_try WHERE tenant_id = $1', [tenant.info.id]);
  expect(tries).toEqual([]);
});
