import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { applyBatch } from '#lib/ingest/apply-batch.ts';
import type { ItemResult, Reporter } from '#lib/ingest/batch.ts';
import type { ImportClaim } from './claim-import.ts';
import { endImport } from './end-import.ts';
import { reporterOfImport } from './import-reporter.ts';
import type { ImportWork } from './import-work.ts';
import { type ReadBatch, readBatch, readerOf, rowBatches } from './row-batches.ts';
import type { RowReader } from './row-items.ts';
import { type StoredBatch, storeBatch } from './store-batch.ts';

/** So many batches are written at once, each on a connection of its own, while the next one is read. */
const AT_ONCE = 3;

type Flight = { keys: ReadonlySet<string>; landed: Promise<void> };

/**
 * Writes an import, a batch a transaction, and with each batch that it is done: broken off at any point and begun again, it
 * goes on with the batches that are not. Batches that name the same record or outcome are written one after the other, in
 * the order of the file.
 */
export async function runPhase(work: ImportWork): Promise<void> {
  const { ctx, claim, run } = work;
  const total = run.detected?.rows ?? null;
  const reader = readerOf(run);
  const reporter = await reporterOfImport(ctx, run);
  const before = await doneBefore(ctx, run.id);
  const flights = new Set<Flight>();
  const failures: unknown[] = [];
  let [done, listed] = [0, before.listed];

  const launch = (batch: ReadBatch) => {
    const flight: Flight = { keys: keysOf(batch), landed: Promise.resolve() };
    flights.add(flight);
    flight.landed = importBatch(ctx, { claim, reporter, reader, listed }, batch)
      .then((stored) => {
        listed += stored.listed;
        if (stored.isStopping) work.stop();
        done += batch.rows.length;
        work.tell('writing', done, total);
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => flights.delete(flight));
  };
  const landing = () => Promise.race([...flights].map(({ landed }) => landed));

  try {
    for await (const rows of rowBatches(work.file, run)) {
      if (before.batches.has(rows.number)) {
        done += rows.rows.length;
        work.tell('writing', done, total);
      } else {
        const batch = readBatch(reader, rows);
        const keys = keysOf(batch);
        while (flights.size >= AT_ONCE || [...flights].some((flight) => shareKey(flight.keys, keys))) await landing();
        if (failures.length === 0) launch(batch);
      }
      if (failures.length > 0) break;
      await work.pause();
    }
  } finally {
    await Promise.all([...flights].map(({ landed }) => landed));
  }
  if (failures.length > 0) throw failures[0];
  await endImport(ctx, claim, 'finished');
}

async function doneBefore(ctx: Ctx, importId: string): Promise<{ batches: ReadonlySet<number>; listed: number }> {
  requirePermission(ctx, 'import:create');
  const where = { tenantId: ctx.tenantId, importId, phase: 'run' };
  return ctx.transaction(async (tx) => {
    const batches = await tx.importBatch.findMany({ where, select: { batchNo: true } });
    return {
      batches: new Set(batches.map(({ batchNo }) => batchNo)),
      listed: await tx.importProblem.count({ where }),
    };
  });
}

type Task = { claim: ImportClaim; reporter: Reporter; reader: RowReader; listed: number };

/** Writes one batch and that it is done; gives what `storeBatch` does. */
async function importBatch(
  ctx: Ctx,
  { claim, reporter, reader, listed }: Task,
  batch: ReadBatch,
): Promise<StoredBatch> {
  requirePermission(ctx, 'import:create');
  let stored: StoredBatch = { listed: 0, isStopping: false };
  await applyBatch(ctx, reporter, {
    call: batch.operations.some(({ attempt }) => attempt !== null) ? 'attempts' : 'records',
    operations: batch.operations,
    refused: batch.refused.map(({ index, errors }) => ({ index, item: { text: '', errors } })),
    keepsItems: true,
    async alongside(tx: TenantTx, results: readonly ItemResult[]) {
      stored = await storeBatch(ctx, tx, claim, 'run', { batch, reader, results, repeated: 0, listed });
    },
  });
  return stored;
}

function keysOf({ operations }: ReadBatch): Set<string> {
  const keys = new Set<string>();
  for (const { reference, attempt } of operations) {
    keys.add(`${reference.source ?? ''} ${reference.kind} ${reference.sourceId}`);
    if (attempt !== null) keys.add(`attempt ${attempt.externalId}`);
  }
  return keys;
}

function shareKey(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const key of others) if (some.has(key)) return true;
  return false;
}
