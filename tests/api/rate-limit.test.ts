import { expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import { makeHook, post } from '#tests/factories/hooks.ts';
import { createKey, createTenant } from '#tests/factories/tenant.ts';
import { GET } from '../../app/api/v1/records/route.ts';

test('429 above the limit a minute, a key at a time, with the time to wait', async () => {
  const tenant = await createTenant();
  const other = await createKey(tenant.info.id, tenant.sourceId, ['records:read']);
  setEnvironment({ API_RATE_LIMIT_PER_MINUTE: '3' });
  const statuses = [];
  for (let call = 1; call <= 3; call += 1) {
    const { status, headers } = await callRoute(GET, { key: tenant.keyText });
    statuses.push(status);
    expect(headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
    expect(headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${3 - call};t=\\d+$`));
  }
  expect(statuses).toEqual([200, 200, 200]);
  const refused = await callRoute(GET, { key: tenant.keyText });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(refused.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('3 calls in a minute') });
  expect(refused.headers.get('ratelimit')).toBe(`"default";r=0;t=${refused.headers.get('retry-after')}`);
  // Whose calls they are is not known without a key: the policy stands there all the same.
  const unknown = await callRoute(GET, {});
  expect(unknown.headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
  expect(unknown.headers.has('ratelimit')).toBe(false);
  expect((await callRoute(GET, { key: other.keyText })).status).toBe(200);
});

test('429 for a hook too, alike for an address that is none', async () => {
  const { token } = await makeHook(await createTenant());
  for (const address of [token, `${token.slice(0, -4)}none`]) {
    const answers = [];
    for (let call = 1; call <= 4; call += 1) answers.push(await post(address, { call }));
    const status = address === token ? 202 : 404;
    expect(answers.map((answer) => answer.status)).toEqual([status, status, status, 429]);
    const refused = answers[3]!;
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('This hook made') });
  }
});
