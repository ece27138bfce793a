import { expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { changeStamp } from '#lib/live/change-stamp.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

await administrator();

function report(tenant: TestTenant, externalId: string) {
  return reportAttempts(
    keyContext(tenant),
    received([
      {
        externalId,
        record: { kind: 'invoice', sourceId: 'i_1', number: 'I 1' },
        outcome: 'failed',
        attemptedAt: '2026-01-01T00:00:00Z',
      },
    ]),
  );
}

test('changes with what happens in the tenant, and with nothing else', async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const stamp = () => changeStamp(memberOf(tenant));
  const empty = await stamp();
  await report(tenant, 'a_1');
  const first = await stamp();
  expect(first).not.toBe(empty);
  await report(other, 'a_1');
  expect(await stamp()).toBe(first);
  // A repeated report changes nothing, so there is nothing to look at.
  await report(tenant, 'a_1');
  expect(await stamp()).toBe(first);
  await report(tenant, 'a_2');
  expect(await stamp()).not.toBe(first);
});

test('needs the permission to read records', async () => {
  const tenant = await createTenant();
  await expect(changeStamp(memberOf(tenant, new Set()))).rejects.toMatchObject({ code: 'forbidden' });
});
