import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { isCause } from '#lib/causes/causes.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import { isId, newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { requestReading } from '#lib/ledger-lists/request-reading.ts';
import { findProblem } from '#lib/problems/find-problem.ts';
import { CHECKABLE } from './check-contract.ts';

/**
 * Has those lists of the ledger read anew that can tell whether a problem's cause is gone, and its failed records looked
 * at after; gives the check's id. While one is under way, it is that one. Throws `not_found`, `conflict` while the company
 * is not connected, and `invalid_input` for a cause of which nothing can tell.
 */
export async function requestProblemCheck(ctx: Ctx, problemId: string): Promise<string> {
  requirePermission(ctx, 'problem:work');
  if (!isId(problemId)) throw notFound('The problem');
  const { cause, connectionId, at, waiting } = await ctx.transaction((tx) => readProblem(ctx, tx, problemId));
  if (waiting !== null) return waiting;
  const needed = isCause(cause) ? CHECKABLE[cause] : undefined;
  if (needed === undefined) {
    throw new AppError('invalid_input', {
      message: 'Nothing that can be read of the ledger tells whether this is over.',
    });
  }
  const lists = connectionId === null ? [] : needed.lists;
  if (connectionId !== null && lists.length > 0) await requestReading(ctx, connectionId, lists);
  const run =
    connectionId !== null && needed.company
      ? await requestCheckRun(ctx, { connectionId, scope: { checks: ['right_company', 'closed_periods', 'plan'] } })
      : null;
  const id = newId();
  return ctx.transaction(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO problem_check (tenant_id, id, problem_id, requested_by, requested_at, lists, run_id)
      VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${problemId}::uuid, ${ctx.actor.name}, ${at}::timestamptz,
              ${[...lists]}::text[], ${run?.id ?? null}::uuid)
      ON CONFLICT (tenant_id, problem_id) WHERE state = 'waiting' DO NOTHING`;
    if (made === 0) return (await readProblem(ctx, tx, problemId)).waiting ?? id;
    const subject = { type: 'problem', id: problemId } as const;
    await recordAudit(ctx, tx, [{ action: 'problem.check_asked', subject, after: { lists } }]);
    return id;
  });
}

/** The company is the one that its records name, or the only one that is connected. */
async function readProblem(ctx: Ctx, tx: TenantTx, problemId: string) {
  const { cause, connection } = await findProblem(ctx, tx, problemId);
  const connected = await tx.connection.findMany({
    where: { tenantId: ctx.tenantId, status: { in: ['connected', 'lost'] } },
    select: { id: true },
  });
  const only = connected.length === 1 ? (connected[0]?.id ?? null) : null;
  const [row] = await tx.$queryRaw<[{ at: Date; waiting: string | null }]>`
    SELECT date_trunc('milliseconds', now()) AS at,
           (SELECT c.id FROM problem_check c
             WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.problem_id = ${problemId}::uuid AND c.state = 'waiting') AS waiting`;
  return { cause, connectionId: connection?.id ?? only, ...row };
}
