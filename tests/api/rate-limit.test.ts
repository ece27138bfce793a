import { expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import { createKey, createTenant } from '#tests/factories/tenant.ts';
import { GET } from '../../app/api/v1/records/route.ts';

test('429 above the limit a minute, a key at a time, with the time to wait', async () => {
  const tenant = await createTenant();
  const other = await createKey(tenant.info.id, tenant.sourceId, ['records:read']);
  setEnvironment({ API_RATE_LIMIT_PER_MINUTE: '3' });
  const statuses = [];
  for (let call = 1; call <= 3; call += 1) statuses.push((await callRoute(GET, { key: tenant.keyText })).status);
  expect(statuses).toEqual([200, 200, 200]);
  const refused = await callRoute(GET, { key: tenant.keyText });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(refused.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('3 calls in a minute') });
  expect((await callRoute(GET, { key: other.keyText })).status).toBe(200);
});
