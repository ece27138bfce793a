import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { NoticeEvent } from './notice-contract.ts';

/**
 * Closes the open problems of an event that nobody looks at any more, such as those by a number that a person has taken
 * back. Nobody is told, since nothing is known to be over.
 */
export async function closeUnwatched(
  ctx: Ctx,
  tx: TenantTx,
  event: NoticeEvent,
  watchedKeys: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE notice_problem SET ended_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND event = ${event} AND ended_at IS NULL
       AND problem_key <> ALL (${[...watchedKeys]}::text[])`;
}

/** The same for a silence of the business, which is looked at by itself only until it has a connection. */
export async function closeOfBusiness(ctx: Ctx, tx: TenantTx): Promise<void> {
  await tx.$executeRaw`
    UPDATE notice_problem SET ended_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND ended_at IS NULL AND starts_with(problem_key, 'source.silent:business:')
       AND EXISTS (SELECT FROM connection
                    WHERE tenant_id = ${ctx.tenantId}::uuid AND status IN ('connected', 'lost'))`;
}
