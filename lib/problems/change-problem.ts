import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { AuditEntry } from '#lib/audit/record-audit.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { findProblem } from './find-problem.ts';
import type { ProblemRow } from './problem-contract.ts';
import { type StoredProblem, toProblemRow } from './problem-row.ts';

/** What a person does to a problem: the columns to set, and what the log says of it. Null: it is so already. */
export type ProblemChange = { set: Prisma.Sql; event: Omit<AuditEntry, 'subject'> } | null;

/**
 * Does to a problem what a person asks for, unless it is so already: a form that is sent twice does nothing. Throws
 * `not_found`, and `conflict` if somebody decided something in between.
 */
export async function changeProblem(
  ctx: Ctx,
  { id, version }: { id: string; version: number },
  decide: (problem: StoredProblem, tx: TenantTx) => ProblemChange | Promise<ProblemChange>,
): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  return ctx.transaction(async (tx) => {
    const problem = await findProblem(ctx, tx, id, { isLocked: true });
    const change = await decide(problem, tx);
    if (change === null) return toProblemRow(ctx, problem);
    if (problem.version !== version) {
      throw new AppError('conflict', {
        message: 'The problem was changed meanwhile. Open it again to see how it is now.',
      });
    }
    await tx.$executeRaw`
      UPDATE problem SET ${change.set}, version = version + 1, updated_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND version = ${version}::int`;
    await recordAudit(ctx, tx, [{ ...change.event, subject: { type: 'problem', id } }]);
    await notifyRecordsChanged(ctx, tx, KINDS);
    return toProblemRow(ctx, await findProblem(ctx, tx, id));
  });
}

/** Refuses what makes no sense of a solved problem. Throws `conflict`. */
export function refuseSolved({ state }: StoredProblem): void {
  if (state !== 'solved') return;
  throw new AppError('conflict', { message: 'The problem is solved. Reopen it first.' });
}

/** No mute: for whatever ends one. */
export const NOT_MUTED = Prisma.raw(
  'muted_until = NULL, muted_above = NULL, muted_currency = NULL, muted_by_name = NULL',
);
