import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { updateMapping } from '#lib/hooks/update-mapping.ts';
import { PRESETS } from '#lib/mapping/presets.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { makeHook, post, workThrough } from '#tests/factories/hooks.ts';
import { hostileBody, hostileType } from '#tests/factories/hostile-payloads.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';

const RUNS = 400;
/** What a database or a contract can't hold, where it would go. */
const ODD = ['{"status":"\\u0000"}', '{"error":"\\ud800"}', JSON.stringify({ status: 'x'.repeat(300) })];

test('whatever is posted is answered, kept to the byte, and looked at: nothing breaks the worker', async () => {
  setEnvironment({ API_RATE_LIMIT_PER_MINUTE: '1000000' });
  const tenant = await createTenant();
  const hooks = await Promise.all(
    [null, 'none', ...PRESETS.map(({ id }) => id)].map((preset) => makeHook(tenant, { preset })),
  );
  // One hook takes anything for an outcome, so that all that is odd reaches the history too.
  const paths = ['status', 'record', 'error', 'constructor', '[0]', '["__proto__"]'];
  const odd = ['externalId', 'errorMessage', 'errorCode', 'raw'].map((name) => [name, { paths }] as const);
  const mapping = {
    fields: {
      ...Object.fromEntries(odd),
      outcome: { constant: 'failed' },
      'record.kind': { constant: 'bill' },
      'record.sourceId': { paths, constant: 'x' },
    },
  };
  await updateMapping(memberOf(tenant), { id: hooks[1]?.id ?? '', preset: 'none', mapping, mappingVersion: 1 });
  const sent: string[] = [];
  const bodies = fc.oneof(hostileBody, fc.constantFrom(...ODD), fc.uint8Array({ maxLength: 60 }));
  const header = fc.option(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...hooks),
      bodies,
      hostileType,
      header,
      async ({ token }, body, type, delivery) => {
        const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
        const headers = {
          'content-type': type ?? '',
          ...(delivery === null ? {} : { 'webhook-id': `${sent.length} ${delivery}` }),
        };
        const { status } = await post(token, Uint8Array.from(bytes), headers);
        expect(status).toBe(202);
        sent.push(createHash('sha256').update(bytes).digest('hex'));
      },
    ),
    { numRuns: RUNS, seed: 20261122 },
  );
  await workThrough(tenant);
  const kept = await asAdministrator<{ hash: string }>(
    `SELECT encode(sha256(body), 'hex') AS hash FROM hook_payload WHERE tenant_id = $1 AND parent_id IS NULL`,
    [tenant.info.id],
  );
  expect(kept.map(({ hash }) => hash).toSorted()).toEqual(sent.toSorted());
  const states = await asAdministrator<{ state: string }>(
    'SELECT DISTINCT state FROM hook_payload WHERE tenant_id = $1 ORDER BY 1',
    [tenant.info.id],
  );
  expect(states.map(({ state }) => state)).toEqual(['applied', 'refused', 'split', 'unmapped', 'unreadable']);
});
