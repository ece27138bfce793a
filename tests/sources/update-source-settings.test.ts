import { beforeAll, expect, test } from 'vitest';
import { listSourceStatuses } from '#lib/sources/list-source-statuses.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { updateSourceSettings } from '#lib/sources/update-source-settings.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { claim, namesOf, putInvoices } from '#tests/factories/claims.ts';
import { makeMemberCtx } from '#tests/factories/people.ts';
import { createTenant, keyContext, memberOf } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

test('changes the one setting, keeps the others, and says so once in the audit log', async () => {
  const settings = { sourceStatuses: { invoice: { ready: 'syncable' } } };
  const tenant = await createTenant({ settings });
  const admin = memberOf(tenant);
  expect(await updateSourceSettings(admin, { slug: 'tms', pendingWhenChanged: true })).toEqual({ isChanged: true });
  expect(await updateSourceSettings(admin, { slug: 'tms', pendingWhenChanged: true })).toEqual({ isChanged: false });
  expect((await listSources(admin)).map(({ settings: stored }) => stored)).toEqual([
    { ...settings, pendingWhenChanged: true, schedule: null },
  ]);
  expect((await readAuditEvents(tenant.info.id)).map(({ action }) => action)).toEqual(['source.settings_changed']);
});

test('is for admins alone, and finds only the own tenant’s sources', async () => {
  const tenant = await createTenant();
  const accountant = await makeMemberCtx(['accounting_sync'], { tenant: tenant.info });
  const change = { slug: 'tms', pendingWhenChanged: true };
  await expect(updateSourceSettings(accountant, change)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listSources(accountant)).rejects.toMatchObject({ code: 'forbidden' });
  const stranger = await makeMemberCtx(['admin']);
  await expect(updateSourceSettings(stranger, change)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listSources(stranger)).toEqual([]);
});

test('maps source statuses: a kind as a whole, only what is unusual kept, and in force for the next claim', async () => {
  const tenant = await createTenant();
  const admin = memberOf(tenant);
  const ctx = keyContext(tenant);
  await putInvoices(ctx, ['ready', 'usual'], {});
  await putInvoices(ctx, ['ready'], { sourceStatus: 'Ready to Bill' });
  expect((await listSourceStatuses(admin)).invoice).toEqual(['Created', 'Ready to Bill']);
  const sourceStatuses = { invoice: { ' Ready to bill ': 'syncable', Created: 'not_yet', void: 'void' } } as const;
  expect(await updateSourceSettings(admin, { slug: 'tms', sourceStatuses })).toEqual({ isChanged: true });
  expect(await updateSourceSettings(admin, { slug: 'tms', sourceStatuses })).toEqual({ isChanged: false });
  const [stored] = await listSources(admin);
  expect(stored?.settings.sourceStatuses).toEqual({ invoice: { created: 'not_yet', 'ready to bill': 'syncable' } });
  expect(namesOf(await claim(ctx))).toEqual(['ready']);
  await expect(
    updateSourceSettings(admin, { slug: 'tms', sourceStatuses: { invoice: { x: 'often' as never } } }),
  ).rejects.toMatchObject({ code: 'invalid_input' });
});
