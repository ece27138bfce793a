import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { CheckRun } from '#lib/checks/check-contract.ts';

const LATEST = 10;

export type GuidedRunRow = {
  id: string;
  state: CheckRun['state'];
  requestedBy: string;
  requestedAt: string;
  connectionName: string | null;
  recordNumber: string | null;
  broken: number;
  warnings: number;
};

/** Gives the latest guided runs of the business. */
export async function listGuidedRuns(ctx: Ctx): Promise<GuidedRunRow[]> {
  requirePermission(ctx, 'connection:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<(Omit<GuidedRunRow, 'requestedAt'> & { requestedAt: Date })[]>`
      SELECT u.id, u.state, u.requested_by AS "requestedBy", u.requested_at AS "requestedAt",
             c.company_name AS "connectionName",
             (SELECT coalesce(r.number, r.external_key) FROM sync_record r
               WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = (u.scope ->> 'recordId')::uuid) AS "recordNumber",
             (SELECT count(*)::int FROM check_result a
               WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.run_id = u.id AND a.state = 'broken') AS broken,
             (SELECT count(*)::int FROM check_result a
               WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.run_id = u.id AND a.state = 'warning') AS warnings
        FROM check_run u LEFT JOIN connection c ON c.tenant_id = u.tenant_id AND c.id = u.connection_id
       WHERE u.tenant_id = ${ctx.tenantId}::uuid AND u.kind = 'guided'
       ORDER BY u.requested_at DESC, u.id DESC LIMIT ${LATEST}::int`,
  );
  return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString() }));
}
