import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { TENANT_JOB_WORDS, type TenantJobName, TRIES_MAX } from './tenant-job-contract.ts';

/** Leaves a job alone from now on, and tells the admins so. */
export async function poisonJob(ctx: Ctx, tx: TenantTx, name: TenantJobName, problem: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant_job SET poisoned_at = now(), claim = NULL, claimed_until = NULL, problem = ${problem},
                          last_failed_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND name = ${name}`;
  await raiseNotice(ctx, tx, {
    event: 'job.poisoned',
    problemKey: poisonedKey(name),
    subject: null,
    severity: 'problem',
    title: `${TENANT_JOB_WORDS[name]} failed for good`,
    body: `It was tried ${TRIES_MAX} times. ${problem}\nAn admin can have it run again under Settings, Jobs.`,
    href: 'settings/jobs',
    facts: { job: name },
  });
}

/** Names the problem that a job failed for good. */
export function poisonedKey(name: TenantJobName): string {
  return `job.poisoned:${name}`;
}
