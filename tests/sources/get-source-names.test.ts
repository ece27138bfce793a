import { beforeAll, expect, test } from 'vitest';
import { getSourceNames } from '#lib/sources/get-source-names.ts';
import { createSource, createTenant, memberOf } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

beforeAll(async () => {
  await testDatabase();
});

test('gives the names of the own tenant’s sources that are asked for', async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  await createSource(tenant.info.id, 'aroflo');
  await createSource(other.info.id, 'elsewhere');
  const names = await getSourceNames(memberOf(tenant), ['tms', 'elsewhere', 'unknown']);
  expect([...names]).toEqual([['tms', 'TMS']]);
  expect(await getSourceNames(memberOf(tenant), [])).toEqual(new Map());
});
