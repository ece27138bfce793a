import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readOperation, type StoredOperation } from './read-operation.ts';

/** Whose heartbeat is older than this has died, and anybody may take over. */
export const SILENT_SECONDS = 20;

/** The right to work on one operation: without its token nothing of the operation can be written. */
export type Claim = { operationId: string; token: string };

/** Somebody else has taken the operation over; what was done since is rolled back. */
export class LostClaimError extends Error {}

/** Claims an operation that waits, or whose worker has fallen silent; null if somebody works on it or nothing is to do. */
export async function takeClaim(
  ctx: Ctx,
  tx: TenantTx,
  operationId: string,
): Promise<{ claim: Claim; operation: StoredOperation } | null> {
  const token = newId();
  const taken = await tx.$executeRaw`
    UPDATE bulk_operation SET runner = ${token}::uuid, heartbeat_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${operationId}::uuid AND state IN ('freezing', 'running', 'stopping')
       AND (runner IS NULL OR heartbeat_at < now() - make_interval(secs => ${SILENT_SECONDS}::int))`;
  if (taken === 0) return null;
  return { claim: { operationId, token }, operation: await readOperation(ctx, tx, operationId) };
}

/** Changes the operation, if the claim still holds. Throws `LostClaimError`, which ends the transaction with nothing done. */
export async function writeClaimed(ctx: Ctx, tx: TenantTx, claim: Claim, changes: Prisma.Sql): Promise<void> {
  const written = await tx.$executeRaw`
    UPDATE bulk_operation SET ${changes}
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${claim.operationId}::uuid AND runner = ${claim.token}::uuid`;
  if (written === 0) throw new LostClaimError('The operation was taken over');
}
