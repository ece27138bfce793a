import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { poisonJob } from './poison-job.ts';
import { type TenantJobName, TRIES_MAX } from './tenant-job-contract.ts';

/** Whoever has not ended by then has died. */
export const CLAIM_SECONDS = 600;

export type ClaimedJobs = { claim: string; names: TenantJobName[] };

/**
 * Claims which of these jobs are due for one tenant; who claims at the same time gets others. Each claim counts as a try,
 * so that one which kills its worker each time is left alone in the end too.
 */
export async function claimTenantJobs(ctx: Ctx, names: readonly TenantJobName[]): Promise<ClaimedJobs> {
  requirePermission(ctx, 'job:run');
  const claim = newId();
  return ctx.transaction(async (tx) => {
    // Milliseconds are rounded, so that what is due now might be due in the next one.
    await tx.$executeRaw`
      INSERT INTO tenant_job (tenant_id, name, next_run_at)
      SELECT ${ctx.tenantId}::uuid, unnest(${[...names]}::text[]), now() - interval '1 second'
      ON CONFLICT (tenant_id, name) DO NOTHING`;
    const rows = await tx.$queryRaw<{ name: TenantJobName; tries: number }[]>`
      WITH due AS MATERIALIZED (
        SELECT name FROM tenant_job
         WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ANY (${[...names]}::text[]) AND poisoned_at IS NULL
           AND next_run_at <= now() AND coalesce(claimed_until <= now(), true)
         FOR UPDATE SKIP LOCKED)
      UPDATE tenant_job j
         SET claim = ${claim}::uuid, claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}::int), tries = j.tries + 1
        FROM due WHERE j.tenant_id = ${ctx.tenantId}::uuid AND j.name = due.name
      RETURNING j.name, j.tries`;
    const deadly = rows.filter(({ tries }) => tries > TRIES_MAX);
    for (const { name } of deadly) await poisonJob(ctx, tx, name, 'The worker ended each time before it was done.');
    return { claim, names: rows.filter(({ tries }) => tries <= TRIES_MAX).map(({ name }) => name) };
  });
}
