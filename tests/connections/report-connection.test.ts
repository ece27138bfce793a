import { beforeAll, expect, test } from 'vitest';
import { reportConnection } from '#lib/connections/report-connection.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { createSource, createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

const AT = '2026-11-02T10:30:00.000Z';
const BROKEN = {
  ledger: 'qbo' as const,
  companyId: 'realm-1',
  state: 'broken' as const,
  message: 'invalid_grant',
  checkedAt: AT,
};

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await createTenant();
});

function stored(connectionId: string) {
  return asAdministrator(
    'SELECT source_id, state, message, checked_at FROM connection_report WHERE connection_id = $1 ORDER BY checked_at, id',
    [connectionId],
  );
}

function events(connectionId: string) {
  return asAdministrator('SELECT type, by_name, facts FROM connection_event WHERE connection_id = $1 ORDER BY id', [
    connectionId,
  ]);
}

test('keeps what a source says of its own link, and tells of it when it changes', async () => {
  const ctx = keyContext(tenant);
  const first = await reportConnection(ctx, BROKEN);
  expect(first).toMatchObject({ result: 'created', connectionId: tenant.connectionId, isConnected: false });
  expect(await reportConnection(ctx, BROKEN)).toEqual({ ...first, result: 'duplicate' });

  // The same said later is kept, and is no news.
  await reportConnection(ctx, { ...BROKEN, checkedAt: '2026-11-02T10:45:00Z' });
  await reportConnection(ctx, { ...BROKEN, state: 'ok', message: null, checkedAt: '2026-11-02T11:00:00Z' });
  // What comes late is kept in its place, and is no news either.
  await reportConnection(ctx, { ...BROKEN, message: 'other', checkedAt: '2026-11-02T10:50:00Z' });
  expect(await stored(tenant.connectionId)).toMatchObject([
    { state: 'broken', message: 'invalid_grant' },
    { state: 'broken', message: 'invalid_grant' },
    { state: 'broken', message: 'other' },
    { state: 'ok', message: null },
  ]);
  expect(await events(tenant.connectionId)).toMatchObject([
    { type: 'reported_by_job', facts: { state: 'broken', message: 'invalid_grant', before: null } },
    { type: 'reported_by_job', facts: { state: 'ok', message: null, before: { state: 'broken' } } },
  ]);
  expect((await readAuditEvents(tenant.info.id)).map(({ action }) => action)).toEqual([
    'connection.reported',
    'connection.reported',
  ]);
});

test('makes the connection of a company that nobody has named, once, however many say so at once', async () => {
  const zapier = await createSource(tenant.info.id, 'zapier');
  const unknown = { ...BROKEN, ledger: 'xero' as const, companyId: 'org-9' };
  const outcomes = await Promise.all([
    reportConnection(keyContext(tenant), unknown),
    reportConnection(keyContext(tenant), unknown),
    reportConnection(keyContext(tenant, { sourceId: zapier }), unknown),
  ]);
  expect(new Set(outcomes.map(({ connectionId }) => connectionId)).size).toBe(1);
  // One source says the same twice; the other speaks for itself.
  expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['created', 'created', 'duplicate']);
  const rows = await asAdministrator(
    `SELECT status, company_name FROM connection WHERE tenant_id = $1 AND ledger = 'xero'`,
    [tenant.info.id],
  );
  expect(rows).toEqual([{ status: 'not_connected', company_name: 'org-9' }]);
});

test('refuses what is no report, and whoever may not', async () => {
  const ctx = keyContext(tenant);
  await expect(
    reportConnection(ctx, { ...BROKEN, state: 'fine', token: 'x', checkedAt: '2999-01-01T00:00:00Z' }),
  ).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'state' }, { field: 'token' }] });
  await expect(reportConnection(ctx, { ...BROKEN, checkedAt: '2999-01-01T00:00:00Z' })).rejects.toMatchObject({
    fields: [{ field: 'checkedAt' }],
  });
  await expect(reportConnection(keyContext(tenant, { scopes: ['records:read'] }), BROKEN)).rejects.toMatchObject({
    code: 'forbidden',
  });
});
