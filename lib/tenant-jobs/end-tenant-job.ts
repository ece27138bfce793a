import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import { poisonedKey, poisonJob } from './poison-job.ts';
import { TENANT_JOB_WORDS, type TenantJobName, TRIES_MAX } from './tenant-job-contract.ts';

/** How long after a failed try the next one comes. */
const WAITS_SECONDS = [30, 120, 600, 1_800];

/** What became of a run: it ended well and comes again, or it failed. */
export type Ended = { everySeconds: number } | { error: unknown };

/** Writes what became of a claimed job; after so many failures it is left alone. Whoever lost the claim writes nothing. */
export async function endTenantJob(ctx: Ctx, name: TenantJobName, claim: string, ended: Ended): Promise<void> {
  requirePermission(ctx, 'job:run');
  await ctx.transaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ tries: number }[]>`
      SELECT tries FROM tenant_job
       WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ${name} AND claim = ${claim}::uuid FOR UPDATE`;
    if (held === undefined) return;
    if ('everySeconds' in ended) return endWell(ctx, tx, name, ended.everySeconds);
    const problem = problemOf(ended.error, claim);
    if (held.tries >= TRIES_MAX) return poisonJob(ctx, tx, name, problem);
    const waitSeconds = WAITS_SECONDS[held.tries - 1] ?? 1_800;
    await tx.$executeRaw`
      UPDATE tenant_job SET claim = NULL, claimed_until = NULL, problem = ${problem}, last_failed_at = now(),
                            next_run_at = now() + make_interval(secs => ${waitSeconds}::int)
       WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ${name}`;
  });
}

async function endWell(ctx: Ctx, tx: TenantTx, name: TenantJobName, everySeconds: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant_job SET claim = NULL, claimed_until = NULL, tries = 0, problem = NULL, last_done_at = now(),
                          next_run_at = now() + make_interval(secs => ${everySeconds}::int)
     WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ${name}`;
  const title = `${TENANT_JOB_WORDS[name]} works again`;
  await endNotice(ctx, tx, poisonedKey(name), { title, body: '', href: 'settings/jobs' });
}

/** An unknown error may hold what it was about, which is for the log alone. */
function problemOf(error: unknown, claim: string): string {
  if (error instanceof AppError) return error.message;
  const name = error instanceof Error ? error.name : 'Error';
  return `${name}; the worker’s log says more under ${claim}.`;
}
