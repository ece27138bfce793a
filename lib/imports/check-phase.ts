import { requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type ItemResult, rejected } from '#lib/ingest/batch.ts';
import type { Resolved } from '#lib/ingest/fold.ts';
import { forecastBatch } from '#lib/ingest/forecast-batch.ts';
import { writeImport } from './claim-import.ts';
import { forgetMemory } from './end-import.ts';
import { reporterOfImport } from './import-reporter.ts';
import type { ImportWork } from './import-work.ts';
import { KeyFilter } from './key-filter.ts';
import { readRun } from './read-run.ts';
import { type ReadBatch, readBatch, readerOf, rowBatches } from './row-batches.ts';
import { rowKeys } from './row-keys.ts';
import { type Remembered, recall, remember } from './run-memory.ts';
import { storeBatch } from './store-batch.ts';

/**
 * Makes the dry run: folds batch after batch as the run will, and writes nothing but what it found. Since no batch sees what
 * another would have written, what a batch leaves of a record that the file names again is remembered for the next: which
 * ones those are, a first pass over the file finds out. Begun anew whenever it was broken off.
 */
export async function checkPhase(work: ImportWork): Promise<void> {
  const { ctx, claim, run } = work;
  requirePermission(ctx, 'import:create');
  const total = run.detected?.rows ?? null;
  await ctx.transaction(async (tx) => {
    await writeImport(ctx, tx, claim, Prisma.sql`heartbeat_at = now()`);
    await forgetMemory(ctx, tx, run.id);
    await tx.importBatch.deleteMany({ where: { tenantId: ctx.tenantId, importId: run.id, phase: 'check' } });
    await tx.importProblem.deleteMany({ where: { tenantId: ctx.tenantId, importId: run.id, phase: 'check' } });
  });
  const filter = await findRepeated(work, total);
  const reader = readerOf(run);
  const reporter = await reporterOfImport(ctx, run);
  const isRepeated = ({ key, operation }: Resolved) =>
    filter.isRepeated(key.externalKey) ||
    (operation.attempt !== null && filter.isRepeated(`attempt ${operation.attempt.externalId}`));

  let [done, listed] = [0, 0];
  for await (const rows of rowBatches(work.file, run)) {
    const batch = readBatch(reader, rows);
    const stored = await ctx.transaction(async (tx) => {
      let before: Remembered | undefined;
      const forecast = await forecastBatch(tx, reporter, batch.operations, async (resolved) => {
        before = await recall(ctx, tx, run.id, resolved, isRepeated);
        return before;
      });
      const { folded, resolved, unresolved } = forecast;
      const known = before ?? { records: [], attempts: [], unmatched: [], keys: new Set<string>() };
      await remember(ctx, tx, run.id, { resolved, folded, before: known }, isRepeated);
      const results = [
        ...folded.results,
        ...unresolved.map(({ operation, errors }) => rejected(operation.index, errors)),
        ...refusedResults(batch),
      ].sort((a, b) => a.index - b.index);
      const repeated = countRepeated(resolved, known.keys);
      return storeBatch(ctx, tx, claim, 'check', { batch, reader, results, repeated, listed });
    });
    listed += stored.listed;
    if (stored.isStopping) work.stop();
    done += batch.rows.length;
    work.tell('checking', done, total);
    await work.pause();
  }
  await ctx.transaction(async (tx) => {
    const { checkedSoFar } = await readRun(ctx, tx, run.id);
    const checked = JSON.stringify(checkedSoFar ?? NOTHING);
    await writeImport(
      ctx,
      tx,
      claim,
      Prisma.sql`state = 'checked', checked = ${checked}::jsonb, runner = NULL, step = NULL`,
    );
    await forgetMemory(ctx, tx, run.id);
  });
}

const NOTHING = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unmatched: 0, repeated: 0 };

/** Gives the answers for the rows that could not be read. */
export function refusedResults({ refused }: Pick<ReadBatch, 'refused'>): ItemResult[] {
  return refused.map(({ index, errors }) => rejected(index, errors));
}

async function findRepeated(work: ImportWork, total: number | null): Promise<KeyFilter> {
  const filter = new KeyFilter();
  const keysOf = rowKeys(work.run);
  let done = 0;
  for await (const { rows } of rowBatches(work.file, work.run)) {
    for (const row of rows) for (const key of keysOf(row)) filter.add(key);
    done += rows.length;
    work.tell('comparing', done, total);
    await work.pause();
  }
  return filter;
}

function countRepeated(resolved: readonly Resolved[], named: ReadonlySet<string>): number {
  const seen = new Set(named);
  let repeated = 0;
  for (const { keyText } of resolved) {
    if (seen.has(keyText)) repeated += 1;
    seen.add(keyText);
  }
  return repeated;
}
