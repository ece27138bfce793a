import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { notFound } from '#lib/core/app-error.ts';
import { TENANT_JOBS, type TenantJobName } from './tenant-job-contract.ts';

/** Has a job that failed for good run again, as soon as a worker looks. Done again it does nothing. Throws `not_found`. */
export async function runJobAgain(ctx: Ctx, name: string): Promise<void> {
  requirePermission(ctx, 'settings:manage');
  const known = TENANT_JOBS.find((one): one is TenantJobName => one === name);
  if (known === undefined) throw notFound('The job');
  await ctx.transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ problem: string | null }[]>`
      UPDATE tenant_job j SET poisoned_at = NULL, tries = 0, next_run_at = now() - interval '1 second', claim = NULL, claimed_until = NULL
        FROM (SELECT problem FROM tenant_job
               WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ${known} AND poisoned_at IS NOT NULL FOR UPDATE) was
       WHERE j.tenant_id = ${ctx.tenantId}::uuid AND j.name = ${known}
      RETURNING was.problem`;
    if (before === undefined) return;
    const subject = { type: 'job', id: null } as const;
    await recordAudit(ctx, tx, [
      { action: 'job.run_again', subject, before: { job: known, ...before }, after: { job: known } },
    ]);
  });
}
