import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { housekeeping } from '#lib/jobs/housekeeping.ts';
import { log } from '#lib/log.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { type Answer, callRoute } from '#tests/factories/api-call.ts';
import { storedCount, storedRows } from '#tests/factories/stored.ts';
import { createKey, createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { GET, PUT } from '../../app/api/v1/records/route.ts';

let tenant: TestTenant;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
});
afterAll(closeDatabase);

const RECORDS = JSON.stringify({ records: [{ kind: 'invoice', sourceId: 'inv_1', amount: '1', currency: 'USD' }] });

function put(idempotencyKey: string, body = RECORDS, key = tenant.keyText): Promise<Answer> {
  return callRoute(PUT, { key, method: 'PUT', body, headers: { 'idempotency-key': idempotencyKey } });
}

describe('The same call with the same key', () => {
  test('is done once, and answered with the first answer', async () => {
    const first = await put('k1');
    const again = await put('k1');
    expect(first).toMatchObject({ status: 200, body: { results: [{ result: 'created' }] } });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await storedRows(tenant, 'audit_event', 'id')).toMatchObject([{ action: 'records.put' }]);
    // In quotes, as the draft has it, it is the same key; under another one the call is done anew.
    expect((await put('"k1"')).headers.get('idempotency-replayed')).toBe('true');
    expect((await put('k2')).body).toMatchObject({ results: [{ result: 'unchanged' }] });
  });

  test('is done once when many come at once: one is answered, the others told to wait or given its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => put('k1')));
    for (const { status, headers, body } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      else expect(body).toMatchObject({ results: [{ result: 'created' }] });
    }
    const events = await storedRows<{ action: string }>(tenant, 'audit_event', 'id');
    expect(events.filter(({ action }) => action === 'records.put')).toHaveLength(1);
    expect((await put('k1')).headers.get('idempotency-replayed')).toBe('true');
  });

  test('of another API key is another call', async () => {
    await put('k1');
    const other = await createKey(tenant.info.id, tenant.sourceId, ['records:write']);
    expect((await put('k1', RECORDS, other.keyText)).body).toMatchObject({ results: [{ result: 'unchanged' }] });
  });

  test('is not repeated when it was refused: the key stays free for the call mended', async () => {
    expect((await put('k1', '{"records":[]}')).status).toBe(422);
    expect(await storedCount(tenant, 'idempotent_call')).toBe(0);
    expect((await put('k1')).status).toBe(200);
  });

  test('is taken over when the process that did it has died, and only then', async () => {
    await put('k1');
    await asAdministrator('UPDATE idempotent_call SET status = NULL, answer = NULL WHERE tenant_id = $1', [
      tenant.info.id,
    ]);
    expect((await put('k1')).status).toBe(409);
    await asAdministrator(
      `UPDATE idempotent_call SET started_at = now() - interval '121 seconds' WHERE tenant_id = $1`,
      [tenant.info.id],
    );
    expect((await put('k1', RECORDS.replace('inv_1', 'inv_2'))).status).toBe(422);
    expect((await put('k1')).body).toMatchObject({ results: [{ result: 'unchanged' }] });
    expect((await put('k1')).headers.get('idempotency-replayed')).toBe('true');
  });
});

test('another call with the same key is refused, and changes nothing', async () => {
  await put('k1');
  const other = await put('k1', RECORDS.replace('inv_1', 'inv_2'));
  expect(other).toMatchObject({ status: 422, body: { errors: [{ field: 'Idempotency-Key' }] } });
  expect(await storedCount(tenant, 'sync_record')).toBe(1);
});

test.each(['', ' ', 'x'.repeat(256), 'é', '""'])('the key %j is refused', async (key) => {
  const answer = await put(key);
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  expect(await storedCount(tenant, 'sync_record')).toBe(0);
});

test('a slow call that was taken over keeps nothing any more', async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow = defineRoute(async () => {
    begun.resolve();
    await goOn.promise;
    return { which: 'slow' };
  });
  const call = { key: tenant.keyText, body: '{}', headers: { 'idempotency-key': 'k1' } };
  const first = callRoute(slow, call);
  await begun.promise;
  await asAdministrator(`UPDATE idempotent_call SET started_at = now() - interval '5 minutes' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
  const fast = defineRoute(async () => ({ which: 'fast' }));
  expect((await callRoute(fast, call)).body).toEqual({ which: 'fast' });
  goOn.resolve();
  expect((await first).body).toEqual({ which: 'slow' });
  expect((await callRoute(fast, call)).body).toEqual({ which: 'fast' });
});

test('what fails on our side leaves the key free', async () => {
  const silent = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const call = { key: tenant.keyText, body: '{}', headers: { 'idempotency-key': 'k1' } };
  const broken = defineRoute(() => Promise.reject(new Error('broken')));
  expect((await callRoute(broken, call)).status).toBe(500);
  silent.mockRestore();
  expect(
    (
      await callRoute(
        defineRoute(async () => ({ ok: true })),
        call,
      )
    ).body,
  ).toEqual({ ok: true });
});

test('a reading call needs no key and keeps nothing', async () => {
  await callRoute(GET, { key: tenant.keyText, headers: { 'idempotency-key': 'k1' } });
  expect(await storedCount(tenant, 'idempotent_call')).toBe(0);
});

test('a stored answer can’t be read without the API key, and goes after a day', async () => {
  await put('k1');
  const [row] = await storedRows<{ answer: Buffer }>(tenant, 'idempotent_call', 'started_at');
  expect(row?.answer.toString('latin1')).not.toContain('created');
  await asAdministrator(`UPDATE idempotent_call SET started_at = now() - interval '23 hours' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
  await housekeeping({ log });
  expect((await put('k1')).headers.get('idempotency-replayed')).toBe('true');
  await asAdministrator(`UPDATE idempotent_call SET started_at = now() - interval '25 hours' WHERE tenant_id = $1`, [
    tenant.info.id,
  ]);
  await housekeeping({ log });
  expect(await storedCount(tenant, 'idempotent_call')).toBe(0);
});
