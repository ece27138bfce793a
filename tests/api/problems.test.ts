import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#lib/core/ids.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { type Answer, callRoute } from '#tests/factories/api-call.ts';
import { storedCount } from '#tests/factories/stored.ts';
import { createKey, createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { POST } from '../../app/api/v1/attempts/route.ts';
import { GET as GET_ONE } from '../../app/api/v1/records/[id]/route.ts';
import { GET, PUT } from '../../app/api/v1/records/route.ts';

let tenant: TestTenant;
let key: string;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
  key = tenant.keyText;
});

const invoice = { kind: 'invoice', sourceId: 'inv_1', amount: '1', currency: 'USD' };
const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.body).toMatchObject({ type: 'about:blank', status, code, title: expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-request-id')).toMatch(REQUEST_ID);
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  expect(answer.body.detail).toEqual(expect.any(String));
}

describe('400', () => {
  test.each([
    ['no JSON', '{"records":[', 'not valid JSON'],
    ['nothing', '', 'not valid JSON'],
    ['JSON after JSON', '{"records":[]}{}', 'not valid JSON'],
    ['33 levels', `{"records":[${'['.repeat(31)}${']'.repeat(31)}]}`, 'deeper than 32'],
    ['a million levels', '['.repeat(1_000_000), 'deeper than 32'],
  ])('%s', async (_what, body, words) => {
    const answer = await callRoute(PUT, { key, body });
    expectProblem(answer, 400, 'bad_request');
    expect(answer.body.detail).toContain(words);
  });

  test('32 levels are read', async () => {
    const answer = await callRoute(PUT, { key, body: `{"records":[${'['.repeat(30)}${']'.repeat(30)}]}` });
    expect(answer.status).toBe(200);
  });

  test('bad UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"records":[{"kind":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}]}')]);
    expectProblem(await callRoute(PUT, { key, body }), 400, 'bad_request');
  });

  test('a body that breaks off', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"records":['));
        controller.error(new Error('reset'));
      },
    });
    expectProblem(await callRoute(PUT, { key, body }), 400, 'bad_request');
  });
});

describe('401', () => {
  const otherSecret = (text: string) => text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
  const otherTenant = (text: string) =>
    text.replace(/(?<=^tieout_.{8}_).{22}/, Buffer.alloc(16, 7).toString('base64url'));

  test.each([
    ['no key', () => ({})],
    ['another scheme', () => ({ authorization: `Basic ${tenant.keyText}` })],
    ['a malformed key', () => ({ authorization: 'Bearer tieout_x' })],
    ['a key of no tenant', () => ({ authorization: `Bearer ${otherTenant(tenant.keyText)}` })],
    [
      'an unknown prefix',
      () => ({ authorization: `Bearer ${tenant.keyText.replace(/^tieout_.{8}/, 'tieout_00000000')}` }),
    ],
    ['a wrong secret', () => ({ authorization: `Bearer ${otherSecret(tenant.keyText)}` })],
    ['a key and more', () => ({ authorization: `Bearer ${tenant.keyText} x` })],
  ])('%s', async (_what, headers: () => Record<string, string>) => {
    const answer = await callRoute(GET, { headers: headers() });
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a revoked key, which says no more than an unknown one', async () => {
    expect((await callRoute(GET, { key })).status).toBe(200);
    await asAdministrator('UPDATE api_key SET revoked_at = now() WHERE id = $1', [tenant.keyId]);
    const revoked = await callRoute(GET, { key });
    expectProblem(revoked, 401, 'unauthenticated');
    expect(revoked.body.detail).toBe((await callRoute(GET, { key: otherSecret(key) })).body.detail);
  });

  test('a key’s last use is noted', async () => {
    await callRoute(GET, { key });
    const [row] = await asAdministrator<{ isRecent: boolean }>(
      `SELECT last_used_at > now() - interval '1 minute' AS "isRecent" FROM api_key WHERE id = $1`,
      [tenant.keyId],
    );
    expect(row?.isRecent).toBe(true);
  });
});

describe('403', () => {
  test.each([
    ['reading', ['records:write', 'attempts:write'], () => GET, undefined],
    ['putting records', ['records:read', 'attempts:write'], () => PUT, { records: [invoice] }],
    ['reporting attempts', ['records:read', 'records:write'], () => POST, { attempts: [{}] }],
  ] as const)('%s without its scope', async (_what, scopes, route, body) => {
    const { keyText } = await createKey(tenant.info.id, tenant.sourceId, scopes);
    const answer = await callRoute(route(), { key: keyText, ...(body ? { body: JSON.stringify(body) } : {}) });
    expectProblem(answer, 403, 'forbidden');
  });
});

describe('404', () => {
  test('an unknown id, no id at all and another tenant’s id are answered alike', async () => {
    const other = await createTenant();
    const put = await callRoute(PUT, { key: other.keyText, body: JSON.stringify({ records: [invoice] }) });
    const [{ id }] = put.body.results as [{ id: string }];
    expect((await callRoute(GET_ONE, { key: other.keyText, params: { id } })).status).toBe(200);
    const details = [];
    for (const asked of [id, newId(), 'inv_1', "'; DROP TABLE tenant --"]) {
      const answer = await callRoute(GET_ONE, { key, params: { id: asked } });
      expectProblem(answer, 404, 'not_found');
      details.push(answer.body.detail);
    }
    expect(new Set(details).size).toBe(1);
  });
});

describe('413', () => {
  const MIB = 1024 * 1024;

  test('far too long by its own word, before anything is read', async () => {
    const headers = { 'content-length': String(100 * MIB) };
    const answer = await callRoute(PUT, { key, body: '{}', headers });
    expectProblem(answer, 413, 'too_large');
    expect(answer.headers.get('connection')).toBe('close');
  });

  test('streamed without a length: thrown away as it comes, and not read for ever', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += MIB;
        controller.enqueue(new Uint8Array(MIB).fill(0x20));
      },
    });
    expectProblem(await callRoute(PUT, { key, body }), 413, 'too_large');
    expect(sent).toBeLessThan(45 * MIB);
  });

  test('10 MiB to the byte are read', async () => {
    const text = JSON.stringify({ records: [invoice] });
    const answer = await callRoute(PUT, { key, body: text + ' '.repeat(10 * MIB - text.length) });
    expect(answer.status).toBe(200);
    expectProblem(await callRoute(PUT, { key, body: text + ' '.repeat(10 * MIB + 1 - text.length) }), 413, 'too_large');
  });
});

describe('415', () => {
  test.each([
    ['another type', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a compressed body', { 'content-encoding': 'gzip' }],
  ])('%s', async (_what, headers) => {
    expectProblem(await callRoute(PUT, { key, body: '{"records":[]}', headers }), 415, 'unsupported_media_type');
  });

  test('a charset after the type is fine', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    const answer = await callRoute(PUT, { key, body: JSON.stringify({ records: [invoice] }), headers });
    expect(answer.status).toBe(200);
  });
});

describe('422', () => {
  const items = (count: number) => Array.from({ length: count }, (_, index) => ({ ...invoice, sourceId: `i${index}` }));

  test.each([
    ['an unknown field beside the list, by its name', { records: [invoice], record: 1 }, ['record']],
    ['the other call’s list', { attempts: [invoice] }, ['attempts', 'records']],
    ['no list', { records: invoice }, ['records']],
    ['an empty list', { records: [] }, ['records']],
    ['1,001 items', { records: items(1001) }, ['records']],
  ])('%s', async (_what, body, fields) => {
    const answer = await callRoute(PUT, { key, body: JSON.stringify(body) });
    expectProblem(answer, 422, 'invalid_input');
    expect((answer.body.errors as { field: string }[]).map(({ field }) => field)).toEqual(fields);
    expect(await storedCount(tenant, 'sync_record')).toBe(0);
  });

  test.each(['[]', 'null', '"records"', '7'])('a body that is %s', async (body) => {
    expectProblem(await callRoute(PUT, { key, body }), 422, 'invalid_input');
  });

  test('1,000 items are taken', async () => {
    const answer = await callRoute(PUT, { key, body: JSON.stringify({ records: items(1000) }) });
    expect(answer.status).toBe(200);
    expect(answer.body.results).toHaveLength(1000);
    expect(await storedCount(tenant, 'sync_record')).toBe(1000);
  });

  const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const id = newId();

  test.each([
    ['an unknown parameter', '?status=failed', 'status'],
    ['a kind', '?kind=quote', 'kind'],
    ['a status', '?syncStatus=3', 'syncStatus'],
    ['a day', '?from=2026-02-30', 'from'],
    ['a day that the database can’t hold', '?to=9999-12-31', 'to'],
    ['a limit of nothing', '?limit=0', 'limit'],
    ['a limit above 1,000', '?limit=1001', 'limit'],
    ['a limit that is no number', '?limit=many', 'limit'],
    ['a count', '?count=about', 'count'],
    ['a search with U+0000', '?q=%00', 'q'],
    ['a cursor that is none', '?cursor=nonsense', 'cursor'],
    ['a cursor of another order', `?cursor=${cursorOf('number asc', 'A', id, 'next', 1)}`, 'cursor'],
    ['a cursor whose value is no time', `?cursor=${cursorOf('date desc', 'yesterday-ish', id, 'next', 1)}`, 'cursor'],
    ['a cursor whose value is a number', `?cursor=${cursorOf('date desc', 1e99, id, 'next', 1)}`, 'cursor'],
    ['a cursor in the year 0', `?cursor=${cursorOf('date desc', '0000-01-01T00:00:00.000Z', id, 'next', 1)}`, 'cursor'],
    ['a cursor with U+0000', `?cursor=${cursorOf('date desc', '\u0000', id, 'next', 1)}`, 'cursor'],
    [
      'a cursor whose id is none',
      `?cursor=${cursorOf('date desc', '2026-01-01T00:00:00.000Z', 'x', 'next', 1)}`,
      'cursor',
    ],
  ])('%s in the query', async (_what, query, field) => {
    const answer = await callRoute(GET, { key, query });
    expectProblem(answer, 422, 'invalid_input');
    expect((answer.body.errors as { field: string }[]).map((error) => error.field)).toEqual([field]);
  });
});

test('every good answer carries its request id too, and is kept by no cache', async () => {
  const answer = await callRoute(GET, { key });
  expect(answer.headers.get('x-request-id')).toMatch(REQUEST_ID);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});
