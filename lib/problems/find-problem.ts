import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { PROBLEM_COLUMNS, PROBLEM_JOINS, type StoredProblem } from './problem-row.ts';

/** Reads one problem; `isLocked` keeps it from changing until the transaction ends. Throws `not_found`. */
export async function findProblem(
  ctx: Ctx,
  tx: TenantTx,
  id: string,
  { isLocked = false }: { isLocked?: boolean } = {},
): Promise<StoredProblem> {
  const [row] = await tx.$queryRaw<StoredProblem[]>`
    SELECT ${PROBLEM_COLUMNS} FROM problem p ${PROBLEM_JOINS}
     WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = ${id}::uuid ${isLocked ? Prisma.raw('FOR NO KEY UPDATE OF p') : Prisma.empty}`;
  if (row === undefined) throw notFound('The problem');
  return row;
}
