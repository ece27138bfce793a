import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CheckName, CheckRunKind } from './check-contract.ts';

/** Whose heartbeat is older than this has died, and anybody may go on. */
export const SILENT_SECONDS = 20;

/** Over a run that so many workers in a row died of, no further one shall. */
export const TRIES_MAX = 4;

/** A run that this worker has the right to work on: without its token nothing of it can be written. */
export type ClaimedRun = {
  id: string;
  token: string;
  connectionId: string | null;
  kind: CheckRunKind;
  scope: { checks?: CheckName[] };
  tries: number;
  /** What a former worker answered already. */
  done: CheckName[];
};

/** Somebody else has taken the run over; what was done since is rolled back. */
export class LostRunError extends Error {}

/** Claims a run that waits, or whose worker has fallen silent; null if somebody works on it or it is over. */
export async function claimRun(ctx: Ctx, tx: TenantTx, runId: string, now: Date): Promise<ClaimedRun | null> {
  const token = newId();
  const [run] = await tx.$queryRaw<Omit<ClaimedRun, 'token' | 'done'>[]>`
    UPDATE check_run SET runner = ${token}::uuid, heartbeat_at = now(), state = 'running',
                         started_at = coalesce(started_at, ${now}::timestamptz),
                         tries = CASE WHEN runner IS NULL THEN 0 ELSE tries + 1 END
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${runId}::uuid AND state IN ('waiting', 'running')
       AND (runner IS NULL OR heartbeat_at < now() - make_interval(secs => ${SILENT_SECONDS}::int))
     RETURNING id, connection_id AS "connectionId", kind, scope, tries`;
  if (run === undefined) return null;
  const done = await tx.$queryRaw<{ name: CheckName }[]>`
    SELECT DISTINCT check_name AS name FROM check_result WHERE tenant_id = ${ctx.tenantId}::uuid AND run_id = ${runId}::uuid`;
  return { ...run, token, done: done.map(({ name }) => name) };
}

/** Changes the run, if the claim still holds. Throws `LostRunError`, which ends the transaction with nothing done. */
export async function writeRun(ctx: Ctx, tx: TenantTx, run: ClaimedRun, changes: Prisma.Sql): Promise<void> {
  const written = await tx.$executeRaw`
    UPDATE check_run SET ${changes}
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${run.id}::uuid AND runner = ${run.token}::uuid`;
  if (written === 0) throw new LostRunError('The run was taken over');
}

/** The changes that say that a worker is at it. */
export const BEAT = Prisma.sql`heartbeat_at = now()`;
