import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ImportState, ImportStep } from './import-contract.ts';
import { readRun, type StoredRun } from './read-run.ts';

/** Whose heartbeat is older than this has died, and anybody may take over. */
export const SILENT_SECONDS = 20;

/** Over one that so many workers in a row died of without getting any further, no further one shall. */
export const TRIES_MAX = 4;

/** The right to work on one import: without its token nothing of the import can be written. */
export type ImportClaim = { importId: string; token: string };

/** Somebody else has taken the import over; what was done since is rolled back. */
export class LostImportError extends Error {}

/** Claims an import that waits, or whose worker has fallen silent; null if somebody works on it or nothing is to do. */
export async function claimImport(
  ctx: Ctx,
  tx: TenantTx,
  importId: string,
): Promise<{ claim: ImportClaim; run: StoredRun } | null> {
  const token = newId();
  const taken = await tx.$executeRaw`
    UPDATE import_run SET runner = ${token}::uuid, heartbeat_at = now(), tries = CASE WHEN runner IS NULL THEN 0 ELSE tries + 1 END
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${importId}::uuid
       AND state IN ('reading', 'checking', 'running', 'stopping')
       AND (runner IS NULL OR heartbeat_at < now() - make_interval(secs => ${SILENT_SECONDS}::int))`;
  if (taken === 0) return null;
  return { claim: { importId, token }, run: await readRun(ctx, tx, importId) };
}

/**
 * Changes the import, if the claim still holds; gives the state that it is in. Throws `LostImportError`, which ends the
 * transaction with nothing done.
 */
export async function writeImport(
  ctx: Ctx,
  tx: TenantTx,
  claim: ImportClaim,
  changes: Prisma.Sql,
): Promise<ImportState> {
  const [written] = await tx.$queryRaw<{ state: ImportState }[]>`
    UPDATE import_run SET ${changes}
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${claim.importId}::uuid AND runner = ${claim.token}::uuid
     RETURNING state`;
  if (written === undefined) throw new LostImportError('The import was taken over');
  return written.state;
}

/** Gives the changes that say how far a step is. */
export function progressSql(step: ImportStep, done: number, total: number | null): Prisma.Sql {
  return Prisma.sql`step = ${step}, done = ${done}::bigint, total = ${total}::bigint, heartbeat_at = now(),
                    tries = CASE WHEN step = ${step} AND done >= ${done}::bigint THEN tries ELSE 0 END`;
}
