import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CheckName } from './check-contract.ts';

/** Gives when a check of a connection last ran and could tell anything; null if it never did. */
export async function answeredLast(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  check: CheckName,
): Promise<Date | null> {
  const last = await tx.checkResult.findFirst({
    where: { tenantId: ctx.tenantId, connectionId, checkName: check, subject: '', state: { not: 'not_checked' } },
    orderBy: { at: 'desc' },
    select: { at: true },
  });
  return last?.at ?? null;
}
