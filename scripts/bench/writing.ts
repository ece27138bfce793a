import { call } from './calls.ts';
import { measureByTurns } from './measure.ts';
import type { Bench } from './section.ts';

const BATCH = 1000;
const ROUNDS = 5;
const BATCHES = 8;

const RAW = { Fault: { Error: [{ Message: 'Business Validation Error', code: '6000' }], type: 'ValidationFault' } };

/** Measures attempts with their records over HTTP against a bare upsert of the same records, without and with the attempts. */
export async function measureWriting({ report, floor, base, tenants }: Bench): Promise<void> {
  const tenant = tenants[1] ?? tenants[0];
  if (tenant === undefined) return;
  report.lines();
  await floor.prepareUpsert();
  for (const atOnce of [1, 4, 8]) {
    const at = new Date().toISOString();
    const send = async (sent: string) => {
      const answer = await call(`${base}/api/v1/attempts`, tenant.keyText, 'POST', sent);
      const { results } = JSON.parse(answer) as { results: { result: string }[] };
      const other = results.find(({ result }) => result !== 'created');
      if (other !== undefined) throw new Error(`Not created: ${JSON.stringify(other)}`);
    };
    const [bare, whole, plain, lined] = await measureByTurns(ROUNDS, BATCHES, atOnce, [
      { prepare: (name) => name, run: (name) => floor.upsert(tenant, keysOf(name), at) },
      { prepare: (name) => name, run: (name) => floor.upsertOutcomes(tenant, keysOf(name), at, JSON.stringify(RAW)) },
      { prepare: (name) => attemptsBody(name, at, 0), run: send },
      { prepare: (name) => attemptsBody(name, at, 2), run: send },
    ]);
    if (bare === undefined || whole === undefined || plain === undefined || lined === undefined) return;
    report.rows('ingest / records alone', atOnce, BATCH, bare, plain);
    report.rows('ingest / records and attempts', atOnce, BATCH, whole, plain);
    report.rows('with 2 lines each / records alone', atOnce, BATCH, bare, lined);
  }
}

function keysOf(run: string): string[] {
  return Array.from({ length: BATCH }, (_, n) => `${run}-${n}`);
}

/** Gives the body of a call that reports 1,000 failed outcomes with their records. */
function attemptsBody(run: string, at: string, lines: number): string {
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
      raw: RAW,
    })),
  });
}
