import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { askDisconnect } from '#lib/connections/ask-disconnect.ts';
import { disconnect } from '#lib/connections/disconnect.ts';
import { getClearance } from '#lib/connections/get-clearance.ts';
import { listConnections } from '#lib/connections/list-connections.ts';
import { withdrawDisconnect } from '#lib/connections/withdraw-disconnect.ts';
import { connectionWork } from '#lib/jobs/connection-work.ts';
import { log } from '#lib/log.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { holdRecords } from '#tests/factories/claims.ts';
import { connect, useLedgers } from '#tests/factories/connections.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000001';
const [AU, NZ] = ['5b1c0001-0000-4000-8000-000000000001', '5b1c0002-0000-4000-8000-000000000001'];

let qbo: Qbo;
let xero: Xero;
let tenant: TestTenant;
let ctx: Ctx;

beforeAll(async () => {
  qbo = await startQbo({ companies: [{ realmId: REALM, settings: { name: 'Acme Freight West' } }] });
  qbo.limits.second.limit.most = 1_000;
  xero = await startXero({
    organisations: [
      { tenantId: AU, settings: { name: 'Acme AU' } },
      { tenantId: NZ, settings: { name: 'Acme NZ' } },
    ],
  });
  useLedgers({ qbo, xero });
});
afterAll(() => Promise.all([qbo.close(), xero.close()]));
beforeEach(async () => {
  for (const simulator of [qbo, xero]) {
    simulator.faults.clear();
    simulator.log.clear();
  }
  tenant = await createTenant();
  ctx = memberOf(tenant);
});

async function of(id: string) {
  return (await listConnections(ctx)).find((one) => one.id === id);
}

async function livingTokens(): Promise<number> {
  const rows = await asAdministrator('SELECT id FROM ledger_grant WHERE tenant_id = $1 AND tokens IS NOT NULL', [
    tenant.info.id,
  ]);
  return rows.length;
}

async function connectQbo(): Promise<string> {
  const [id = ''] = await connect(ctx, { ledger: 'qbo', companyIds: [REALM] });
  return id;
}

function pending(id: string, changes: Partial<ListedRecord> = {}): ListedRecord {
  return listedRecord(tenant, { sync_status: 0, sync_date: null, connection_id: id, ...changes });
}

test('shows what is pending, held and in doubt with its money, and ends all the same if told to', async () => {
  const id = await connectQbo();
  const records = [
    pending(id),
    pending(id, { amount: '50.5000', is_in_doubt: true }),
    pending(id, { kind: 'bill', amount: '20.0000', currency: 'CAD' }),
    pending(id, { excluded_at: '2026-10-01T00:00:00.000Z' }),
    listedRecord(tenant, { connection_id: id }),
    listedRecord(tenant, { sync_status: 0, sync_date: null }),
  ];
  await storeRecords(tenant, records);
  await holdRecords(tenant, [records[0]!.id]);
  expect(await getClearance(ctx, id)).toEqual({
    pending: [
      { kind: 'bill', currency: 'CAD', count: 1, amount: '20.0000' },
      { kind: 'invoice', currency: 'USD', count: 2, amount: '150.5000' },
    ],
    held: [{ kind: 'invoice', currency: 'USD', count: 1, amount: '100.0000' }],
    inDoubt: [{ kind: 'invoice', currency: 'USD', count: 1, amount: '50.5000' }],
    unnamed: 1,
  });
  expect(await disconnect(ctx, id)).toEqual({ isNewlyDisconnected: true, atProvider: 'revoked' });
  expect(qbo.log.to('revoke')).toMatchObject([{ status: 200 }]);
  expect(await of(id)).toMatchObject({ status: 'disconnected', refreshEndsAt: null });
  expect(await livingTokens()).toBe(0);
  const [event] = await asAdministrator(
    `SELECT by_name, facts FROM connection_event WHERE connection_id = $1 AND type = 'disconnected'`,
    [id],
  );
  expect(event).toMatchObject({
    by_name: 'Robin',
    facts: { why: 'now', atProvider: 'revoked', pending: 3, held: 1, inDoubt: 1 },
  });
  // Once more finds nothing to end, and asks nobody.
  expect(await disconnect(ctx, id)).toEqual({ isNewlyDisconnected: false, atProvider: null });
  expect(qbo.log.to('revoke')).toHaveLength(1);
});

test('waits until nothing is pending, by the worker, unless it is taken back', async () => {
  const id = await connectQbo();
  const [record] = [pending(id)];
  await storeRecords(tenant, [record!]);
  expect(await askDisconnect(ctx, id)).toEqual({ isNewlyAsked: true });
  expect(await askDisconnect(ctx, id)).toEqual({ isNewlyAsked: false });
  const work = () => connectionWork({ log, signal: new AbortController().signal });
  await work();
  expect(await of(id)).toMatchObject({ status: 'connected', endsWhenClearAt: expect.any(String) });
  expect(await withdrawDisconnect(ctx, id)).toEqual({ isWithdrawn: true });
  expect(await withdrawDisconnect(ctx, id)).toEqual({ isWithdrawn: false });

  await asAdministrator('UPDATE sync_record SET excluded_at = now() WHERE id = $1', [record!.id]);
  await work();
  expect(await of(id)).toMatchObject({ status: 'connected', endsWhenClearAt: null });
  await askDisconnect(ctx, id);
  await Promise.all([work(), work()]);
  expect(await of(id)).toMatchObject({ status: 'disconnected', endsWhenClearAt: null });
  expect(await livingTokens()).toBe(0);
  const actions = (await readAuditEvents(tenant.info.id)).map(({ action }) => action);
  expect(actions.filter((action) => action.startsWith('connection.disconnect'))).toEqual([
    'connection.disconnect_asked',
    'connection.disconnect_withdrawn',
    'connection.disconnect_asked',
    'connection.disconnected',
  ]);
});

test('leaves the organisations that share the consent connected, and revokes it with the last', async () => {
  const [au = '', nz = ''] = await connect(ctx, { ledger: 'xero', companyIds: [AU!, NZ!] });
  expect(await disconnect(ctx, au)).toMatchObject({ atProvider: 'company_removed' });
  expect(xero.log.to('revoke')).toEqual([]);
  expect(await of(nz)).toMatchObject({ status: 'connected' });
  expect(await livingTokens()).toBe(1);
  expect(await disconnect(ctx, nz)).toMatchObject({ atProvider: 'revoked' });
  expect(await livingTokens()).toBe(0);
});

test('revokes nothing at Xero that another consent may hang on', async () => {
  const [au = ''] = await connect(ctx, { ledger: 'xero', companyIds: [AU!] });
  const [nz = ''] = await connect(ctx, { ledger: 'xero', companyIds: [NZ!] });
  expect(await disconnect(ctx, au)).toMatchObject({ atProvider: 'company_removed' });
  expect(xero.log.to('revoke')).toEqual([]);
  expect(await of(nz)).toMatchObject({ status: 'connected' });
  expect(await livingTokens()).toBe(1);
  expect(await disconnect(ctx, nz)).toMatchObject({ atProvider: 'revoked' });
});

test('erases the tokens also where the provider can’t be reached, and says so', async () => {
  const id = await connectQbo();
  qbo.faults.always('revoke', { kind: 'lost_before' });
  await asAdministrator(
    `INSERT INTO connection_outage (tenant_id, id, connection_id, matter, check_name, sentence, began_at)
     SELECT $1, gen_random_uuid(), $2, matter, 'authorised', 'No answer', now() - interval '1 hour'
       FROM unnest('{own_link,job_link}'::text[]) matter`,
    [tenant.info.id, id],
  );
  await ctx.transaction((tx) =>
    raiseNotice(ctx, tx, {
      event: 'connection.check_failed',
      problemKey: `connection.check_failed:${id}:plan:`,
      subject: { type: 'connection', id },
      severity: 'problem',
      title: 'The plan has ended',
      body: '',
      href: null,
      facts: {},
    }),
  );
  expect(await disconnect(ctx, id)).toEqual({ isNewlyDisconnected: true, atProvider: 'unreachable' });
  // Nobody would ever find that what was open is over.
  const open = await asAdministrator(
    `SELECT matter AS what FROM connection_outage WHERE tenant_id = $1 AND ended_at IS NULL
     UNION ALL SELECT problem_key FROM notice_problem WHERE tenant_id = $1 AND ended_at IS NULL`,
    [tenant.info.id],
  );
  expect(open).toEqual([]);
  expect(await of(id)).toMatchObject({ status: 'disconnected' });
  expect(await livingTokens()).toBe(0);
});

test('is refused to accounting staff, and where there is nothing to end', async () => {
  const staff = memberOf(tenant, permissionsOfRoles(['accounting_sync']));
  const { connectionId } = tenant;
  for (const verb of [disconnect, askDisconnect, withdrawDisconnect]) {
    await expect(verb(staff, connectionId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(verb(ctx, (await createTenant()).connectionId)).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await getClearance(staff, connectionId)).toMatchObject({ pending: [] });
  await expect(askDisconnect(ctx, connectionId)).rejects.toMatchObject({ code: 'conflict' });
  expect(await disconnect(ctx, connectionId)).toEqual({ isNewlyDisconnected: false, atProvider: null });
});
