import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { CheckRun } from '#lib/checks/check-contract.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { GuidedRun, GuidedStep, StepExample, StepResult } from './guidance-contract.ts';

type StoredRun = {
  id: string;
  connectionId: string | null;
  connectionName: string | null;
  state: CheckRun['state'];
  requestedBy: string;
  requestedAt: Date;
  endedAt: Date | null;
  scope: { steps?: GuidedStep[] };
  record: StepExample | null;
};

/** Gives a guided run with all that it has answered so far, in the order of its answers. Throws `not_found`. */
export async function getGuidedRun(ctx: Ctx, id: string): Promise<GuidedRun> {
  requirePermission(ctx, 'connection:read');
  if (!isId(id)) throw notFound('The guided run');
  return ctx.transaction(async (tx) => {
    const [run] = await tx.$queryRaw<StoredRun[]>`
      SELECT u.id, u.connection_id AS "connectionId", c.company_name AS "connectionName", u.state,
             u.requested_by AS "requestedBy", u.requested_at AS "requestedAt", u.ended_at AS "endedAt", u.scope,
             (SELECT json_build_object('id', r.id, 'kind', r.kind, 'number', coalesce(r.number, r.external_key))
                FROM sync_record r
               WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = (u.scope ->> 'recordId')::uuid) AS record
        FROM check_run u LEFT JOIN connection c ON c.tenant_id = u.tenant_id AND c.id = u.connection_id
       WHERE u.tenant_id = ${ctx.tenantId}::uuid AND u.id = ${id}::uuid AND u.kind = 'guided'`;
    if (run === undefined) throw notFound('The guided run');
    const results = await tx.$queryRaw<(Omit<StepResult, 'at'> & { at: Date })[]>`
      SELECT a.check_name AS step, a.subject, a.matter, a.state, a.sentence, a.remedy, a.evidence, a.at
        FROM check_result a WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.run_id = ${id}::uuid
       ORDER BY a.at, a.check_name, a.subject`;
    const { scope, requestedAt, endedAt, ...rest } = run;
    return {
      ...rest,
      requestedAt: requestedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      steps: scope.steps ?? [],
      results: results.map((result) => ({ ...result, at: result.at.toISOString() })),
    };
  });
}
