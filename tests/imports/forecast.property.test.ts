import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { imported } from '#tests/factories/imports.ts';
import { createTenant } from '#tests/factories/tenant.ts';

const ROWS = 2_300;
/** Few documents and few tries, so that every one comes in every batch. */
const document = fc.record({
  kind: fc.constantFrom('invoice', 'bill'),
  sourceId: fc.integer({ min: 0, max: 40 }).map((n) => `doc_${n}`),
});
const whole = fc.tuple(
  document,
  fc.record(
    {
      amount: fc.constantFrom('1', '2', '3', 'x'),
      currency: fc.constantFrom('USD', 'EUR'),
      sourceStatus: fc.constantFrom('created', 'void'),
      deleted: fc.boolean(),
      sourceUpdatedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      source: fc.constantFrom('tms', 'nowhere'),
    },
    { requiredKeys: [] },
  ),
);
const record = whole.map(([key, rest]) => ({ ...key, ...rest }));
const attempt = fc
  .tuple(
    fc.integer({ min: 0, max: 900 }).map((n) => `try_${n}`),
    fc.oneof(record, document),
    fc.constantFrom('complete', 'failed'),
    fc.integer({ min: 1, max: 28 }).map((day) => `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`),
  )
  .map(([externalId, one, outcome, attemptedAt]) => ({ externalId, record: one, outcome, attemptedAt }));
const later = fc
  .integer({ min: 50, max: 80 })
  .map((n) => ({ kind: 'bill', sourceId: `late_${n}`, amount: '1', currency: 'USD' }));
const early = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 50, max: 80 })).map(([n, doc]) => ({
  externalId: `early_${n}`,
  record: { kind: 'bill', sourceId: `late_${doc}` },
  outcome: 'failed',
  attemptedAt: '2026-01-03T00:00:00Z',
}));

test.each([1, 2, 3])(
  'a dry run says exactly what the run will do, whatever names what again (seed %i)',
  async (seed) => {
    const tenant = await createTenant();
    const ctx = await memberIn(tenant);
    const items = [
      ...fc.sample(fc.oneof(record, attempt, early), { seed, numRuns: ROWS - 300 }),
      ...fc.sample(fc.oneof(record, attempt, early, later), { seed: seed + 100, numRuns: 300 }),
    ];
    const text = items.map((item) => JSON.stringify(item)).join('\n');
    const first = await imported(ctx, 'random.ndjson', text);
    expect(first.forecast).toMatchObject({ rows: ROWS });
    expect(first.counts).toEqual(first.forecast);
    // What is there already is taken into account too.
    const second = await imported(ctx, 'random.ndjson', text);
    expect(second.counts).toEqual(second.forecast);
    const [stored] = await asAdministrator<{ created: number; tries: number }>(
      `SELECT (SELECT count(*)::int FROM sync_record WHERE tenant_id = $1) AS created,
            (SELECT count(*)::int FROM sync_attempt WHERE tenant_id = $1) AS tries`,
      [tenant.info.id],
    );
    const created = (first.counts?.created ?? 0) + (second.counts?.created ?? 0);
    expect(created).toBeGreaterThan(500);
    // Created are tries, and records that came by themselves.
    expect(created).toBeGreaterThanOrEqual(stored?.tries ?? 0);
    expect(created).toBeLessThanOrEqual((stored?.tries ?? 0) + (stored?.created ?? 0));
  },
);
