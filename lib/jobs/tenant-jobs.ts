import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { database } from '#lib/db/client.ts';
import { closeDisconnected } from '#lib/notices/close-disconnected.ts';
import { sendDigests } from '#lib/notices/send-digests.ts';
import { watchFailures } from '#lib/notices/watch-failures.ts';
import { watchInbox } from '#lib/notices/watch-inbox.ts';
import { watchNewKinds } from '#lib/notices/watch-new-kinds.ts';
import { openDueReview } from '#lib/reviews/open-due-review.ts';
import { claimTenantJobs } from '#lib/tenant-jobs/claim-tenant-jobs.ts';
import { endTenantJob } from '#lib/tenant-jobs/end-tenant-job.ts';
import { TENANT_JOBS, type TenantJobName } from '#lib/tenant-jobs/tenant-job-contract.ts';
import type { JobRun } from './registry.ts';

type Work = { everySeconds: number; run: (ctx: Ctx, now: Date) => Promise<void> };

const WORK: Record<TenantJobName, Work> = {
  disconnected: { everySeconds: 300, run: closeDisconnected },
  failures: { everySeconds: 300, run: watchFailures },
  new_kinds: { everySeconds: 120, run: (ctx, now) => watchNewKinds(ctx, now) },
  inbox: { everySeconds: 120, run: watchInbox },
  reviews: { everySeconds: 900, run: openDueReview },
  digests: { everySeconds: 60, run: sendDigests },
};

const MAY: readonly Permission[] = ['job:run', 'notice:send', 'record:read', 'connection:read', 'connection:check'];

/** So many businesses at once in this worker. */
const LANES = 2;

/**
 * Does for each business what is due, each job by itself: one that fails holds up no other, is tried again, and ends in
 * the list of its business when it fails for good. Several workers share the work.
 */
export async function runTenantJobs(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  work: Record<TenantJobName, Work> = WORK,
): Promise<void> {
  const due = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM tenants_with_due_jobs(${[...TENANT_JOBS]}::text[]) AS id`;
  const next = due.values();
  const workThrough = async () => {
    for (const { id: tenantId } of next) {
      if (signal.aborted) return;
      try {
        await runDue(tenantId, work, log);
      } catch (error) {
        // Nothing was claimed, or nothing could be written of it: the claim runs out.
        log.error({ tenantId, err: error }, 'jobs of a tenant not run');
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, workThrough));
}

async function runDue(tenantId: string, work: Record<TenantJobName, Work>, log: JobRun['log']): Promise<void> {
  const ctx = await workerContext(tenantId, 'notices', MAY);
  const { claim, names } = await claimTenantJobs(ctx, TENANT_JOBS);
  for (const name of names) {
    const { everySeconds, run } = work[name];
    try {
      await run(ctx, new Date());
      await endTenantJob(ctx, name, claim, { everySeconds });
    } catch (error) {
      log.error({ tenantId, tenantJob: name, claim, err: error }, 'job of a tenant failed');
      await endTenantJob(ctx, name, claim, { error });
    }
  }
}
