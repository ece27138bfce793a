import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { revokeKey } from '#lib/keys/revoke-key.ts';
import { listDeliveries } from '#lib/webhooks/list-deliveries.ts';
import { listSubscriptions } from '#lib/webhooks/list-subscriptions.ts';
import { SUBSCRIPTIONS_MAX } from '#lib/webhooks/webhook-contract.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import {
  createKey,
  createSource,
  createTenant,
  keyContext,
  memberOf,
  type TestTenant,
} from '#tests/factories/tenant.ts';
import { subscribe } from '#tests/factories/webhooks.ts';
import { DELETE } from '../../app/api/v1/webhooks/[id]/route.ts';
import { GET, POST } from '../../app/api/v1/webhooks/route.ts';
import { GET as GET_SAMPLES } from '../../app/api/v1/webhooks/samples/route.ts';

const URL_TEXT = 'https://example.com/hook';
let tenant: TestTenant;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
});
afterAll(closeDatabase);

const post = (key: string, body: unknown) => callRoute(POST, { key, body: JSON.stringify(body) });
const remove = (key: string, id: string) => callRoute(DELETE, { key, method: 'DELETE', params: { id } });

test('a key subscribes as Zapier does, sees what its source has, and unsubscribes as often as it likes', async () => {
  const made = await post(tenant.keyText, { targetUrl: URL_TEXT, events: ['record.pending'] });
  expect(made).toMatchObject({
    status: 200,
    body: { url: URL_TEXT, state: 'active', secret: expect.stringMatching(/^whsec_.{40,}/) },
  });
  await subscribe(tenant, 'https://example.com/by-a-person');
  const listed = await callRoute(GET, { key: tenant.keyText });
  expect(listed.body.webhooks).toMatchObject([{ id: made.body.id }]);
  expect(JSON.stringify(listed.body)).not.toContain('whsec_');

  const elsewhere = await createSource(tenant.info.id, 'other');
  const { keyText: other } = await createKey(tenant.info.id, elsewhere, ['webhooks:write']);
  expect((await callRoute(GET, { key: other })).body.webhooks).toEqual([]);
  expect((await remove(other, String(made.body.id))).status).toBe(404);
  for (const _time of [1, 2]) {
    expect(await remove(tenant.keyText, String(made.body.id))).toMatchObject({
      status: 200,
      body: { isDeleted: true },
    });
  }
  expect((await callRoute(GET, { key: tenant.keyText })).body.webhooks).toEqual([]);
  expect((await remove(tenant.keyText, 'nothing')).status).toBe(404);
  const { keyText: reader } = await createKey(tenant.info.id, tenant.sourceId, ['records:read']);
  expect((await post(reader, { url: URL_TEXT, events: ['record.pending'] })).status).toBe(403);
});

test.each([
  [{ url: URL_TEXT, targetUrl: URL_TEXT, events: ['record.pending'] }, 'url'],
  [{ events: ['record.pending'] }, 'url'],
  [{ url: 'http://example.com/', events: ['record.pending'] }, 'url'],
  [{ targetUrl: 'https://169.254.169.254/', events: ['record.pending'] }, 'targetUrl'],
  [{ url: `https://example.com/${'é'.repeat(2_000)}`, events: ['record.pending'] }, 'url'],
  [{ url: URL_TEXT, events: [] }, 'events'],
  [{ url: URL_TEXT, events: ['record.pending', 'record.pending'] }, 'events'],
  [{ url: URL_TEXT, events: ['record.deleted'] }, 'events[0]'],
  [{ url: URL_TEXT, events: ['record.pending'], secret: 'mine' }, 'secret'],
])('%j is refused at %s', async (body, field) => {
  const answer = await post(tenant.keyText, body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ field }]);
});

test('an address is kept as it is called, whatever is in it', async () => {
  const made = await post(tenant.keyText, { url: 'https://EXAMPLE.com/\u0000\ud800?q=ä', events: ['bulk.finished'] });
  expect(made).toMatchObject({ status: 200, body: { url: 'https://example.com/%00%EF%BF%BD?q=%C3%A4' } });
});

test('there is an end to how many there are', async () => {
  await asAdministrator(
    `INSERT INTO webhook_subscription (tenant_id, id, url, events, secret, created_by_name)
     SELECT $1, gen_random_uuid(), 'https://example.com/', '{bulk.finished}', '\\x00', 'x' FROM generate_series(1, $2::int)`,
    [tenant.info.id, SUBSCRIPTIONS_MAX],
  );
  const refused = await post(tenant.keyText, { url: URL_TEXT, events: ['record.pending'] });
  expect(refused.status).toBe(409);
});

test('what a revoked key has subscribed to is switched off with it', async () => {
  const made = await post(tenant.keyText, { url: URL_TEXT, events: ['record.pending'] });
  const byPerson = await subscribe(tenant, URL_TEXT);
  await revokeKey(memberOf(tenant), tenant.keyText.split('_')[1] ?? '');
  const look = async (id: string) =>
    (await listDeliveries(memberOf(tenant), { id, state: null, limit: 1, cursor: null })).subscription;
  expect(await look(String(made.body.id))).toMatchObject({ state: 'off', offReason: 'key_revoked' });
  expect(await look(byPerson.id)).toMatchObject({ state: 'active' });
  const events = await asAdministrator<{ subject_id: string }>(
    `SELECT subject_id FROM audit_event WHERE tenant_id = $1 AND action = 'webhook.switched_off'`,
    [tenant.info.id],
  );
  expect(events).toEqual([{ subject_id: made.body.id }]);
});

test('samples are the latest events of the type', async () => {
  const samples = (event: string) => callRoute(GET_SAMPLES, { key: tenant.keyText, query: `?event=${event}` });
  expect((await samples('record.pending')).body.events).toMatchObject([{ type: 'record.pending' }]);
  await asAdministrator(
    `INSERT INTO webhook_event (tenant_id, id, type, items, body)
     SELECT $1, gen_random_uuid(), 'bulk.finished', 1, '{"type":"bulk.finished","n":1}' FROM generate_series(1, 5)`,
    [tenant.info.id],
  );
  expect((await samples('bulk.finished')).body.events).toHaveLength(3);
  expect((await samples('nothing')).status).toBe(422);
});

test('nobody else may', () => {
  expect(() => listSubscriptions(memberOf(tenant, new Set(['record:read'])))).toThrow('webhook:manage');
  expect(() => listSubscriptions(keyContext(tenant, { scopes: ['records:read'] }))).toThrow('webhook:manage');
});
