import { expect, test } from 'vitest';
import { countWaitingPayloads } from '#lib/hooks/list-payloads.ts';
import { retryUnmatchedPayloads } from '#lib/hooks/retry-unmatched-payloads.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { makeHook, post, workThrough } from '#tests/factories/hooks.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, memberOf } from '#tests/factories/tenant.ts';

test('what waits for a record is placed by itself once it comes, unless two fit', async () => {
  const tenant = await createTenant();
  const job = keyContext(tenant);
  const entry = { status: 'failed', message: 'The period is closed.', timestamp: '2026-01-20T10:30:00Z' };
  const { token } = await makeHook(tenant);
  await post(token, { ...entry, sync_attempt_id: 'SY1', invoice_number: 'INV-7' });
  await post(token, { ...entry, sync_attempt_id: 'SY2', number: 'TWIN' });
  await post(token, { ...entry, sync_attempt_id: 'SY3', invoice_number: 'INV-8' });
  await workThrough(tenant);
  expect(await retryUnmatchedPayloads(job)).toBe(0);

  await putRecords(
    job,
    received([
      { kind: 'invoice', sourceId: 'inv_7', number: 'INV-7' },
      { kind: 'invoice', sourceId: 'twin_1', number: 'TWIN' },
      { kind: 'bill', sourceId: 'twin_2', number: 'TWIN' },
    ]),
  );
  expect(await retryUnmatchedPayloads(job)).toBe(2);
  const states = (await workThrough(tenant)).map(({ text, state }) => [JSON.parse(text ?? '').sync_attempt_id, state]);
  expect(states).toEqual([
    ['SY1', 'applied'],
    ['SY2', 'unmatched'],
    ['SY3', 'unmatched'],
  ]);

  // What seems to fit and never does is left to people in the end.
  while ((await retryUnmatchedPayloads(job)) > 0) await workThrough(tenant);
  expect(await countWaitingPayloads(memberOf(tenant))).toMatchObject({ unmatched: 2 });
});
