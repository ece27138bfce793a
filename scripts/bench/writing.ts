import { call } from './calls.ts';
import type { Floor } from './floor.ts';
import type { BenchTenant } from './load.ts';
import { measure } from './measure.ts';
import type { Report } from './report.ts';

const BATCH = 1000;
const BATCHES = 30;

/** Measures attempts with their records over HTTP against a bare upsert of the same records. */
export async function measureWriting(
  report: Report,
  floor: Floor,
  base: string,
  tenants: readonly BenchTenant[],
): Promise<void> {
  const tenant = tenants[1] ?? tenants[0];
  if (tenant === undefined) return;
  await floor.prepareUpsert();
  for (const atOnce of [1, 8]) {
    const at = new Date().toISOString();
    const bare = await measure(BATCHES, atOnce, (run) =>
      floor.upsert(tenant, keysOf(`f${atOnce}-${run}-${Math.random()}`), at),
    );
    for (const lines of [0, 2]) {
      const bodies = new Map<number, string>();
      const bodyOf = (run: number) => bodies.get(run) ?? body(`${atOnce}-${lines}-${run}-${Math.random()}`, at, lines);
      for (let run = 0; run < BATCHES; run += 1) bodies.set(run, body(`${atOnce}-${lines}-${run}`, at, lines));
      const sent = await measure(BATCHES, atOnce, async (run) => {
        const text = bodyOf(run);
        bodies.delete(run);
        const { results } = JSON.parse(await call(`${base}/api/v1/attempts`, tenant.keyText, 'POST', text)) as {
          results: { result: string }[];
        };
        if (results.some(({ result }) => result !== 'created'))
          throw new Error(`Not created: ${JSON.stringify(results.find(({ result }) => result !== 'created'))}`);
      });
      report.rows(`ingest, ${lines === 0 ? 'no lines' : `${lines} lines each`}`, atOnce, BATCH, bare, sent);
    }
  }
}

function keysOf(run: string): string[] {
  return Array.from({ length: BATCH }, (_, n) => `${run}-${n}`);
}

function body(run: string, at: string, lines: number): string {
  return JSON.stringify({
    attempts: keysOf(run).map((key) => ({
      externalId: `SY-${key}`,
      record: {
        kind: 'invoice',
        sourceId: key,
        number: `INV-${key}`,
        amount: '1250.00',
        currency: 'USD',
        payer: 'Acme Retail',
        billingOrg: 'Acme Freight West',
        shipmentId: `SHP-${key}`,
        sourceStatus: 'created',
        documentDate: '2026-10-31',
        ...(lines === 0
          ? {}
          : {
              lines: [
                { lineNo: 1, description: 'Linehaul', amount: '1100.00' },
                { lineNo: 2, description: 'Fuel surcharge', amount: '150.00' },
              ],
            }),
      },
      outcome: 'failed',
      attemptedAt: at,
      errorCode: '6000',
      errorMessage: 'Vendor is missing a default expense account',
      raw: { Fault: { Error: [{ Message: 'Business Validation Error', code: '6000' }], type: 'ValidationFault' } },
    })),
  });
}
