import { beforeAll, expect, test } from 'vitest';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { received } from '#tests/factories/received-item.ts';
import { statementsOf } from '#tests/factories/statements.ts';
import { createTenant, keyContext } from '#tests/factories/tenant.ts';

beforeAll(() => administrator());

function items(count: number, number: string) {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'invoice_payment',
    sourceId: `p_${index}`,
    number,
    amount: '10',
    currency: 'USD',
    connection: { ledger: 'qbo', companyId: 'realm-1' },
    lines: [
      { lineNo: 1, amount: '4', description: number },
      { lineNo: 2, amount: '6' },
    ],
    applies: [{ kind: 'invoice', sourceId: `inv_${index}`, amount: number }],
  }));
}

function attempts(count: number, name: string, amount: string) {
  return items(count, amount).map((record, index) => ({
    externalId: `${name}-${index}`,
    record: index % 2 === 0 ? record : { kind: record.kind, sourceId: record.sourceId },
    outcome: index % 3 === 0 ? 'complete' : 'failed',
    attemptedAt: '2026-01-01T00:00:00Z',
    errorMessage: `Failed ${index}`,
    syncedLines: [{ lineNo: 1, syncedAmount: '4' }],
    raw: { index },
  }));
}

/** Every kind of write a batch can hold: new, changed, unchanged, refused, unmatched, linked, duplicate, conflicting. */
async function statementsFor(count: number): Promise<Record<string, string[]>> {
  const ctx = keyContext(await createTenant());
  const refused = Array.from({ length: count }, (_, index) => ({ kind: 'invoice', sourceId: `x${index}`, wrong: 1 }));
  const steps: Record<string, () => Promise<unknown>> = {
    unmatched: () => reportAttempts(ctx, received(attempts(count, 'early', '1').filter((_, index) => index % 2 === 1))),
    created: () => putRecords(ctx, received(items(count, '1'))),
    changed: () => putRecords(ctx, received(items(count, '2'))),
    unchanged: () => putRecords(ctx, received(items(count, '2'))),
    refused: () => putRecords(ctx, received(refused)),
    reported: () => reportAttempts(ctx, received(attempts(count, 'then', '3'))),
    repeated: () => reportAttempts(ctx, received(attempts(count, 'then', '3'))),
    conflicting: () => reportAttempts(ctx, received(attempts(count, 'then', '3').map((a) => ({ ...a, raw: 'other' })))),
  };
  const sent: Record<string, string[]> = {};
  for (const [name, step] of Object.entries(steps)) {
    sent[name] = (await statementsOf(step)).map(({ text }) => text);
  }
  return sent;
}

test('a batch of 1,000 items takes the very statements that a batch of 10 takes', async () => {
  const small = await statementsFor(10);
  const large = await statementsFor(1000);
  for (const [name, statements] of Object.entries(large)) {
    expect(statements, name).toEqual(small[name]);
    expect(statements.length, name).toBeGreaterThan(3);
    expect(statements.length, name).toBeLessThanOrEqual(25);
  }
});
