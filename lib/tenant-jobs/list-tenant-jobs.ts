import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { TENANT_JOBS, type TenantJob, type TenantJobName } from './tenant-job-contract.ts';

type Row = {
  name: TenantJobName;
  tries: number;
  problem: string | null;
  lastDoneAt: Date | null;
  lastFailedAt: Date | null;
  poisonedAt: Date | null;
};

/** Gives what the worker does for the business again and again; what failed for good stands first. */
export async function listTenantJobs(ctx: Ctx): Promise<TenantJob[]> {
  requirePermission(ctx, 'settings:manage');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT name, tries, problem, last_done_at AS "lastDoneAt", last_failed_at AS "lastFailedAt",
             poisoned_at AS "poisonedAt"
        FROM tenant_job WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ANY (${[...TENANT_JOBS]}::text[])
       ORDER BY poisoned_at IS NULL, name`,
  );
  return rows.map(({ lastDoneAt, lastFailedAt, poisonedAt, ...row }) => ({
    ...row,
    lastDoneAt: lastDoneAt?.toISOString() ?? null,
    lastFailedAt: lastFailedAt?.toISOString() ?? null,
    poisonedAt: poisonedAt?.toISOString() ?? null,
  }));
}
