import { beforeAll, expect, test } from 'vitest';
import { listSources } from '#lib/sources/list-sources.ts';
import { updateSourceSettings } from '#lib/sources/update-source-settings.ts';
import { readAuditEvents } from '#tests/factories/audit-events.ts';
import { makeMemberCtx } from '#tests/factories/people.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';
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
    { ...settings, pendingWhenChanged: true },
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
