import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { withAccess } from '#lib/connections/with-access.ts';
import { setEnvironment } from '#lib/env.ts';
import { refreshTokens } from '#lib/jobs/refresh-tokens.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { log } from '#lib/log.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { addGrant, type MadeGrant, passGrantTime, readGrants, settingsFor } from '#tests/factories/grants.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';

const REALM = '4620816365000001';
const run = { log, signal: new AbortController().signal };
let qbo: Qbo;
let tenant: TestTenant;
let grant: MadeGrant;
let ctx: Ctx;

beforeAll(async () => {
  await testDatabase();
  qbo = await startQbo({ companies: [{ realmId: REALM, settings: { name: 'Acme Freight' } }] });
  setEnvironment(settingsFor('qbo', qbo));
});
afterAll(() => qbo.close());
beforeEach(async () => {
  tenant = await createTenant();
  grant = await addGrant(tenant, qbo, { ledger: 'qbo', companyId: REALM, name: 'Acme Freight' });
  ctx = await workerContext(tenant.info.id, 'test', ['connection:check']);
  qbo.faults.clear();
  qbo.log.clear();
});

const stateOf = async () => {
  const state = (await readGrants(tenant.info.id)).get(grant.grantId);
  if (state === undefined) throw new Error('no grant');
  return state;
};
const passTime = (seconds: number) => passGrantTime(tenant.info.id, qbo, seconds);
const tokenCalls = () => qbo.log.to('token').length;
const company = async () => (await openLedger(ctx, grant.connectionId)).probe();

async function connection() {
  const [row] = await asAdministrator<{ status: string; status_reason: string | null }>(
    'SELECT status, status_reason FROM connection WHERE tenant_id = $1 AND id = $2',
    [tenant.info.id, grant.connectionId],
  );
  return row;
}

async function told() {
  const events = await asAdministrator<{ type: string }>(
    'SELECT type FROM connection_event WHERE tenant_id = $1 AND connection_id = $2 ORDER BY id',
    [tenant.info.id, grant.connectionId],
  );
  const audit = await asAdministrator<{ action: string }>(
    `SELECT action FROM audit_event WHERE tenant_id = $1 AND action LIKE 'connection.%' ORDER BY id`,
    [tenant.info.id],
  );
  const notices = await asAdministrator<{ title: string }>(
    'SELECT title FROM notice WHERE tenant_id = $1 ORDER BY id',
    [tenant.info.id],
  );
  return {
    events: events.map(({ type }) => type),
    audit: audit.map(({ action }) => action),
    notices: notices.map(({ title }) => title),
  };
}

async function refusalOf(work: Promise<unknown>): Promise<LedgerError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LedgerError);
  return error as LedgerError;
}

test('a token that is good is used as it is, and one that ends within five minutes is refreshed before', async () => {
  expect(await company()).toEqual({ companyId: REALM, name: 'Acme Freight' });
  expect(tokenCalls()).toBe(0);
  await passTime(3600 - 290);
  const before = await stateOf();
  expect(await company()).toMatchObject({ name: 'Acme Freight' });
  const after = await stateOf();
  expect(tokenCalls()).toBe(1);
  expect(after.generation).toBe(before.generation + 1);
  expect(after.refresh).not.toBe(before.refresh);
  await company();
  expect(tokenCalls()).toBe(1);
  const [row] = await asAdministrator<{ hard: number; refresh: number; access: number }>(
    `SELECT round(extract(epoch FROM hard_ends_at - issued_at))::int AS hard,
            round(extract(epoch FROM refresh_ends_at - issued_at))::int AS refresh,
            round(extract(epoch FROM access_ends_at - issued_at))::int AS access FROM ledger_grant WHERE tenant_id = $1`,
    [tenant.info.id],
  );
  expect(row).toMatchObject({ refresh: 100 * 86_400, access: 3600 });
  expect(row?.hard).toBeGreaterThan(1_800 * 86_400);
});

test('a token that the ledger refuses though its time is not over is refreshed once, and the call made again', async () => {
  qbo.faults.next('api', { kind: 'answer', name: 'token_expired' });
  expect(await company()).toMatchObject({ companyId: REALM });
  expect(tokenCalls()).toBe(1);
  // Refused again, with a token that is new: nothing tells that the grant is dead.
  qbo.faults.next('api', { kind: 'answer', name: 'token_expired' }, { times: 2 });
  const error = await refusalOf(company());
  expect(error).toMatchObject({ trouble: 'token_refused', httpStatus: 401, code: '3200' });
  expect(error.message).toContain('Token expired');
  expect(tokenCalls()).toBe(2);
  expect((await connection())?.status).toBe('connected');
});

test('many at once refresh once, and all go on with the same pair', async () => {
  await passTime(4000);
  const used: string[] = [];
  await Promise.all(
    Array.from({ length: 8 }, () => withAccess(ctx, grant.grantId, async (access) => used.push(access))),
  );
  expect(tokenCalls()).toBe(1);
  expect(new Set(used)).toEqual(new Set([(await stateOf()).access]));
});

test('a grant is dead only if the provider says so itself, twice; then its connections are lost, and it is told once', async () => {
  await passTime(4000);
  for (const kind of ['bad_gateway', 'lost_before', 'throttled'] as const) {
    qbo.faults.next('token', { kind }, { times: 2 });
    await refusalOf(company());
    qbo.faults.clear();
    expect((await connection())?.status, kind).toBe('connected');
  }
  qbo.disconnect(REALM);
  const error = await refusalOf(company());
  expect(error).toMatchObject({ trouble: 'grant_dead', code: 'invalid_grant' });
  expect(await connection()).toEqual({
    status: 'lost',
    status_reason: 'invalid_grant: Incorrect or invalid refresh token',
  });
  expect(await told()).toEqual({
    events: ['lost'],
    audit: ['connection.lost'],
    notices: ['The connection to Acme Freight is lost'],
  });
  // From then on nobody asks any more.
  const calls = tokenCalls();
  expect(await refusalOf(company())).toMatchObject({ trouble: 'grant_dead' });
  await refreshTokens(run);
  expect(tokenCalls()).toBe(calls);
  expect((await told()).events).toEqual(['lost']);
});

test('a refusal by mistake, once, costs nothing', async () => {
  await passTime(4000);
  const { refreshToken } = qbo.grant(REALM);
  qbo.tokens.revoke(refreshToken);
  let asked = 0;
  const signInTo = async () => {
    const { ledgerSignIn } = await import('#lib/ledgers/open-provider.ts');
    const signIn = await ledgerSignIn('qbo');
    return {
      ...signIn,
      refresh: (token: string) => {
        asked += 1;
        return signIn.refresh(asked === 1 ? refreshToken : token);
      },
    };
  };
  expect(await withAccess(ctx, grant.grantId, async (access) => access, { signInTo })).toBe((await stateOf()).access);
  expect(asked).toBe(2);
});

test('an answer that gets lost is got back at once, and the pair exchanged once more a while later', async () => {
  await passTime(4000);
  qbo.faults.next('token', { kind: 'lost_after' });
  await company();
  expect(tokenCalls()).toBe(2);
  await passTime(95);
  await refreshTokens(run);
  expect(tokenCalls()).toBe(3);
  await passTime(95);
  await refreshTokens(run);
  expect(tokenCalls()).toBe(3);
});

test('while the provider is away, a token that has not ended is used, and the worker tries again until it is back', async () => {
  await passTime(3600 - 200);
  qbo.faults.always('token', { kind: 'lost_after' });
  expect(await company()).toMatchObject({ companyId: REALM });
  const before = await stateOf();
  expect(before).toMatchObject({ isLost: true, isHeld: false });
  for (let minutes = 0; minutes < 12; minutes += 3) {
    await passTime(180);
    await refreshTokens(run);
  }
  expect((await stateOf()).generation).toBe(before.generation);
  qbo.faults.clear();
  await passTime(301);
  await refreshTokens(run);
  expect(await stateOf()).toMatchObject({ generation: before.generation + 1, isLost: false });
  expect((await told()).events).toEqual(['tokens_refreshed_late']);
  expect(await company()).toMatchObject({ companyId: REALM });
});

test('a grant that nobody uses is refreshed long before its end, and not more often than that', async () => {
  await passTime(6 * 86_400);
  await refreshTokens(run);
  expect(tokenCalls()).toBe(0);
  await passTime(86_401);
  await refreshTokens(run);
  await refreshTokens(run);
  expect(tokenCalls()).toBe(1);
  for (let weeks = 0; weeks < 16; weeks += 1) {
    await passTime(7 * 86_400);
    await refreshTokens(run);
  }
  // Far beyond the hundred days.
  expect(await company()).toMatchObject({ companyId: REALM });
  expect((await connection())?.status).toBe('connected');
});

test('a connection of another environment, and tokens under a key that is gone, say so and lose nothing', async () => {
  await passTime(4000);
  await asAdministrator("UPDATE ledger_grant SET environment = 'sandbox' WHERE tenant_id = $1", [tenant.info.id]);
  const other = await refusalOf(withAccess(ctx, grant.grantId, async () => null));
  expect(other).toMatchObject({ trouble: 'misconfigured' });
  expect(other.message).toBe('This connection was made with QuickBooks Online (sandbox), and QBO_ENVIRONMENT is demo.');
  await asAdministrator("UPDATE ledger_grant SET environment = 'demo', key_id = 'gone' WHERE tenant_id = $1", [
    tenant.info.id,
  ]);
  const unreadable = await refusalOf(company());
  expect(unreadable).toMatchObject({ trouble: 'misconfigured' });
  expect(unreadable.message).toContain('the key gone, which is not in SECRET_KEYS any more');
  await asAdministrator("UPDATE ledger_grant SET key_id = 'auth' WHERE tenant_id = $1", [tenant.info.id]);
  expect(await company()).toMatchObject({ companyId: REALM });
});

test('calls are counted by the day, with what the provider said of them', async () => {
  await company();
  await company();
  qbo.faults.next('api', { kind: 'throttled' }, { times: 2 });
  expect(await refusalOf(company())).toMatchObject({ trouble: 'rate_limited', retryAfterSeconds: 60 });
  const [row] = await asAdministrator<{ made: number; refused: number; held: number }>(
    `SELECT made, refused, round(extract(epoch FROM held_until - seen_at))::int AS held FROM ledger_call_day
      WHERE tenant_id = $1 AND connection_id = $2`,
    [tenant.info.id, grant.connectionId],
  );
  expect(row).toEqual({ made: 4, refused: 2, held: 60 });
});
