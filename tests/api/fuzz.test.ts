import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '#lib/core/ids.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { setEnvironment } from '#lib/env.ts';
import { problemAnswer } from '#lib/http/openapi/answers.ts';
import type { ApiCall } from '#lib/http/openapi/api-call.ts';
import { CALLS } from '#lib/http/openapi/calls.ts';
import { problemStatuses } from '#lib/http/openapi/problems.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { type Answer, callRoute } from '#tests/factories/api-call.ts';
import { type ApiRoute, apiRoutes, routeFor } from '#tests/factories/api-routes.ts';
import { type FilledTenant, fillTenant } from '#tests/factories/filled-tenant.ts';
import { makeHook, workThrough } from '#tests/factories/hooks.ts';
import { brokenBody, HOSTILE, type KnownValues, schemaArbitrary, spoiled } from '#tests/factories/schema-arbitrary.ts';

// Change it to look for more; what was found has a test of its own.
const SEED = 20261122;
const CASES_MIN = 2000;

/** So many cases of each part of a call, shared by all calls that have it. */
const SHARES = { body: 1400, query: 420, path: 120, headers: 100 };
const BODY_SHARES = { valid: 0.25, spoiled: 0.55, broken: 0.2 };

let routes: ApiRoute[];
let own: FilledTenant;
let other: FilledTenant;
let hookToken: string;
let tables: string[];
let othersBefore: unknown;
let cases = 0;

beforeAll(async () => {
  await administrator();
  setEnvironment({ API_RATE_LIMIT_PER_MINUTE: '1000000' });
  routes = await apiRoutes();
  other = await fillTenant('SECRET');
  own = await fillTenant('OWN');
  ({ token: hookToken } = await makeHook(own.tenant));
  // What the factory wrote as received is no payload of a hook.
  await workThrough(own.tenant);
  const rows = await asAdministrator<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  tables = rows.map(({ name }) => name);
  othersBefore = await rowsOf(other, 'md5(string_agg(t::text, $$|$$ ORDER BY t::text))');
});
afterAll(closeDatabase);

/** What a tenant has in every table, by one statement: how many rows, or their checksum. */
async function rowsOf({ tenant }: FilledTenant, measure = 'count(*)::text'): Promise<unknown> {
  const parts = tables.map(
    (table) => `SELECT '${table}' AS name, (SELECT ${measure} FROM ${table} t WHERE tenant_id = $1) AS has`,
  );
  return asAdministrator(parts.join(' UNION ALL '), [tenant.info.id]);
}

/** Rises with every transaction that writes, and with no other. */
async function writes(): Promise<string> {
  const [row] = await asAdministrator<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid');
  return row!.xid;
}

/** Ids of both tenants, so that each call is tried with what is another's. */
function knownValues(): KnownValues {
  const ids = [
    own.recordId,
    other.recordId,
    own.operationId,
    other.operationId,
    other.attemptId,
    other.tenant.connectionId,
  ];
  return {
    uuid: ids,
    sourceId: ['inv_1', 'p_1', 'waiting', 'acc_1'],
    externalId: ['SY1', 'SY2'],
    source: ['tms', 'nobody'],
    companyId: ['realm-1'],
    kind: ['invoice'],
    cursor: [],
  };
}

type Tried = {
  headers?: Record<string, string>;
  call: ApiCall;
  query?: Record<string, string>;
  body?: BodyInit;
  type?: string;
  path?: Record<string, string>;
};

function send({ call, query = {}, body, type = 'application/json', path = {}, headers = {} }: Tried): Promise<Answer> {
  const { route, parts } = routeFor(routes, call.path);
  const method = call.method.toUpperCase();
  const asked = new URLSearchParams(query).toString();
  return callRoute(route.handlers[method]!, {
    key: call.scope === 'public' ? null : own.tenant.keyText,
    method,
    query: asked === '' ? '' : `?${asked}`,
    ...(body === undefined ? {} : { body }),
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    params: { ...path, ...parts },
  });
}

/** Sends one call and checks what must hold for every one, good or bad. */
async function check(tried: Tried): Promise<void> {
  cases += 1;
  const before = await writes();
  const answer = await send(tried);
  const { call } = tried;
  const text = JSON.stringify(answer.body);
  expect(answer.status, text).toBeLessThan(500);
  expect([...call.answers.map(({ status }) => status), ...problemStatuses(call)]).toContain(answer.status);
  expect(text).not.toContain('SECRET');
  if (answer.status >= 400) {
    problemAnswer.parse(answer.body);
    if ((await writes()) !== before) await expectNothingWritten(tried, answer);
    return;
  }
  call.answers.find(({ status }) => status === answer.status)?.schema?.parse(answer.body);
  // What was done and audited before.
  if (answer.headers.has('idempotency-replayed')) return;
  const { results = [] } = answer.body as { results?: { result: string }[] };
  if (results.some(({ result }) => result === 'created' || result === 'updated')) await expectAudited(answer);
}

/** Something wrote meanwhile: the same call again must leave every count as it is. */
async function expectNothingWritten(tried: Tried, first: Answer): Promise<void> {
  const before = await rowsOf(own);
  const again = await send(tried);
  expect(again.status).toBe(first.status);
  expect(await rowsOf(own)).toEqual(before);
}

async function expectAudited(answer: Answer): Promise<void> {
  const events = await asAdministrator('SELECT FROM audit_event WHERE tenant_id = $1 AND correlation_id = $2', [
    own.tenant.info.id,
    answer.headers.get('x-request-id'),
  ]);
  expect(events.length).toBeGreaterThan(0);
}

async function run<T>(numRuns: number, arbitrary: fc.Arbitrary<T>, work: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, work), { numRuns, seed: SEED, endOnFailure: true });
}

function schemaOf(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}

const withBody = CALLS.filter((call): call is ApiCall & { body: z.ZodType } => call.body !== undefined);
const withQuery = CALLS.filter((call): call is ApiCall & { query: z.ZodObject } => call.query !== undefined);
const withPath = CALLS.filter(({ pathParts = [] }) => pathParts.length > 0);

function runsOf(part: keyof typeof SHARES, calls: readonly ApiCall[], share = 1): number {
  return Math.ceil((SHARES[part] * share) / calls.length);
}

test.each(withBody.map((call) => [call.id, call] as const))('the body of %s', async (_id, call) => {
  const valid = schemaArbitrary(schemaOf(call.body), knownValues());
  const text = valid.map((value) => JSON.stringify(value));
  const path = pathOf(call, own);
  await run(runsOf('body', withBody, BODY_SHARES.valid), text, (body) => check({ call, path, body }));
  await run(runsOf('body', withBody, BODY_SHARES.spoiled), spoiled(valid), (value) =>
    check({ call, path, body: JSON.stringify(value) ?? '' }),
  );
  await run(runsOf('body', withBody, BODY_SHARES.broken), brokenBody(text), ({ body, type }) =>
    check({ call, path, body, type }),
  );
});

test.each(withQuery.map((call) => [call.id, call] as const))('the query of %s', async (_id, call) => {
  const names = [...Object.keys(call.query.shape), 'unknown', '__proto__'];
  const words = HOSTILE.filter((value): value is string => typeof value === 'string' && value.length < 2000);
  const valid = schemaArbitrary(schemaOf(call.query), knownValues()).map((value) =>
    Object.entries(value as object).filter(([name]) => name !== 'cursor'),
  );
  const bad = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...words, ...cursors())), { maxLength: 2 });
  await run(runsOf('query', withQuery), fc.tuple(valid, bad, fc.boolean()), ([good, spoiling, isSpoiled]) => {
    const parts = isSpoiled ? [...good, ...spoiling] : good;
    return check({
      call,
      query: Object.fromEntries(parts.map(([name, value]) => [name, String(value).toWellFormed()])),
    });
  });
});

test.each(withPath.map((call) => [call.id, call] as const))('the path of %s', async (_id, call) => {
  const words = HOSTILE.filter((value): value is string => typeof value === 'string' && value !== '');
  const value = fc.oneof(
    fc.constantFrom(...knownIds()),
    fc.uuid(),
    fc.constantFrom(...words),
    fc.string({ minLength: 1 }),
  );
  const body = call.examples.find((example) => example.body !== undefined)?.body;
  await run(runsOf('path', withPath), value, (part) => {
    const path = Object.fromEntries((call.pathParts ?? []).map(({ name }) => [name, part]));
    return check({ call, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  });
});

test('the headers of a writing call', async () => {
  const call = CALLS.find(({ id }) => id === 'putRecords');
  if (call === undefined) throw new Error('There is no such call');
  const words = HOSTILE.filter((value): value is string => typeof value === 'string').map((value) =>
    // What no header can hold never gets here.
    value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim(),
  );
  const names = ['idempotency-key', 'x-forwarded-for', 'content-encoding', 'content-length', 'accept', 'x-request-id'];
  const headers = fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...words), { maxKeys: 3 });
  const body = JSON.stringify({ records: [{ kind: 'invoice', sourceId: 'inv_1', number: 'OWN' }] });
  await run(SHARES.headers, headers, (given) => check({ call, body, headers: given }));
});

test('whatever was posted to a hook is worked on to its end', async () => {
  const payloads = await workThrough(own.tenant);
  expect(payloads.length).toBeGreaterThan(50);
  expect(payloads.filter(({ state }) => state === 'received' || state === 'failed')).toEqual([]);
});

test('at least 2,000 cases were tried, and another tenant has exactly what it had', async () => {
  expect(cases).toBeGreaterThanOrEqual(CASES_MIN);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(await rowsOf(other, 'md5(string_agg(t::text, $$|$$ ORDER BY t::text))')).toEqual(othersBefore);
});

function knownIds(): string[] {
  return [own.recordId, other.recordId, own.operationId, other.operationId, other.viewId];
}

function pathOf({ pathParts = [] }: ApiCall, tenant: FilledTenant): Record<string, string> {
  return Object.fromEntries(pathParts.map(({ name }) => [name, name === 'token' ? hookToken : tenant.recordId]));
}

/** Cursors that are none, of another list, or forged. */
function cursors(): string[] {
  const forged = [
    ['name', 'a\u0000', newId(), 'next', 1],
    ['name', '\ud800', newId(), 'previous', 0],
    ['date desc', '2026-01-01T00:00:00.000Z', newId(), 'previous', 1],
    ['date desc', -1e308, newId(), 'next', 9_007_199_254_740_991],
  ];
  return ['x', ...forged.map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'))];
}
