import type { Ctx } from '#lib/access/context.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** Takes an authorised act; gives the key that claims, and the source whose job it is. */
export function claimantOf({ actor }: Ctx): { keyId: string; sourceId: string } {
  if (actor.type !== 'api_key') throw new AppError('forbidden', { message: 'Only an API key can claim records.' });
  return { keyId: actor.id, sourceId: actor.sourceId };
}

/**
 * Gives the id of a claim of the caller's own source, whichever of its keys made it: keys are replaced while jobs run.
 * Throws `not_found`.
 */
export async function findOwnClaim(ctx: Ctx, tx: TenantTx, id: string): Promise<string> {
  const { sourceId } = claimantOf(ctx);
  const claim = isId(id)
    ? await tx.claim.findFirst({ where: { tenantId: ctx.tenantId, id, sourceId }, select: { id: true } })
    : null;
  if (claim === null) throw notFound('The claim');
  return claim.id;
}
