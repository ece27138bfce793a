import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import type { CheckMatter, CheckName, CheckRun, CheckRunKind, CheckState } from './check-contract.ts';
import { inReadingOrder } from './latest-answers.ts';

/** Gives a run with what it has answered so far. Throws `not_found`. */
export async function getCheckRun(ctx: Ctx, id: string): Promise<CheckRun> {
  requirePermission(ctx, 'connection:read');
  return ctx.transaction(async (tx) => {
    const run = await tx.checkRun.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });
    if (run === null) throw notFound('The run of checks');
    const results = await tx.checkResult.findMany({ where: { tenantId: ctx.tenantId, runId: id } });
    return {
      id,
      connectionId: run.connectionId,
      kind: run.kind as CheckRunKind,
      state: run.state as CheckRun['state'],
      requestedBy: run.requestedBy,
      requestedAt: run.requestedAt.toISOString(),
      endedAt: run.endedAt?.toISOString() ?? null,
      results: results
        .map(({ checkName, subject, matter, state, sentence, remedy, evidence, at }) => ({
          runId: id,
          check: checkName as CheckName,
          subject,
          matter: matter as CheckMatter,
          state: state as CheckState,
          sentence,
          remedy,
          evidence: evidence as Record<string, unknown>,
          at: at.toISOString(),
        }))
        .toSorted(inReadingOrder),
    };
  });
}
