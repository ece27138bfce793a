import { actingContext, workerContext } from '#lib/access/acting-context.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { checkPhase } from './check-phase.ts';
import { claimImport, type ImportClaim, LostImportError, TRIES_MAX, writeImport } from './claim-import.ts';
import { endImport } from './end-import.ts';
import { FileRefusal } from './formats/file-refusal.ts';
import { ImportWork, InterruptedError } from './import-work.ts';
import { readFile } from './read-file.ts';
import { readingOf, type StoredRun } from './read-run.ts';
import { runPhase } from './run-phase.ts';

/**
 * Works on an import that waits, or whose worker has died, until its present phase is over, it is asked to stop, or the
 * signal says that the process ends: then another one goes on. Whoever began it must be allowed to do it still. Somebody
 * else's import is left alone.
 */
export async function workOnImport(tenantId: string, id: string, signal?: AbortSignal): Promise<void> {
  const worker = await workerContext(tenantId, 'import', ['import:create']);
  requirePermission(worker, 'import:create');
  const taken = await worker.transaction((tx) => claimImport(worker, tx, id));
  if (taken === null) return;
  const { claim, run } = taken;
  try {
    if (run.tries > TRIES_MAX) {
      throw new AppError('unavailable', { message: 'The import was given up, since it failed again and again.' });
    }
    const ctx = await actingContext(
      tenantId,
      { type: 'person', id: run.createdBy },
      { requestId: run.id, address: run.address },
    );
    requirePermission(ctx, 'import:create');
    await workThrough(new ImportWork(ctx, claim, run, signal));
  } catch (error) {
    await settle(worker, claim, run, error);
  }
}

async function workThrough(work: ImportWork): Promise<void> {
  work.begin();
  try {
    await work.pause();
    if (work.run.state === 'reading') await readPhase(work);
    else if (work.run.state === 'checking') await checkPhase(work);
    else if (work.run.state === 'running') await runPhase(work);
  } finally {
    work.end();
  }
}

async function readPhase(work: ImportWork): Promise<void> {
  const { run } = work;
  const { format, detected } = await readFile(work.file, run.fileName, readingOf(run), async (rows) => {
    work.tell('reading', rows, null);
    await work.pause();
  });
  await work.write(
    Prisma.sql`state = 'choosing', format = ${format}, detected = ${JSON.stringify(detected)}::json, runner = NULL, step = NULL`,
  );
}

async function settle(worker: Ctx, claim: ImportClaim, run: StoredRun, error: unknown): Promise<void> {
  const own = Object.freeze({ ...worker, requestId: run.id });
  if (error instanceof LostImportError) return;
  if (error instanceof InterruptedError) {
    if (error.why === 'stopped') await endImport(own, claim, 'stopped');
    else await release(own, claim);
  } else if (error instanceof FileRefusal) await endImport(own, claim, 'refused', error.message);
  else if (error instanceof AppError && error.code !== 'unavailable')
    await endImport(own, claim, 'broken', error.message);
  else if (run.tries > TRIES_MAX) {
    await endImport(own, claim, 'broken', 'The import was given up, since it failed again and again.');
  } else {
    // It may pass: the claim falls silent, and the next worker tries again.
    throw error;
  }
}

async function release(worker: Ctx, claim: ImportClaim): Promise<void> {
  requirePermission(worker, 'import:create');
  await worker.transaction((tx) => writeImport(worker, tx, claim, Prisma.sql`runner = NULL`));
}
