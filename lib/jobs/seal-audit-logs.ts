import { jobContext } from '#lib/access/job-context.ts';
import { copyOutside } from '#lib/audit/outside-copy.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { database } from '#lib/db/client.ts';
import { auditCheckpointDir, auditSigningKey } from '#lib/env.ts';
import type { JobRun } from './registry.ts';

/** Seals each tenant's audit log and keeps its copy outside the database. One tenant's trouble does not stop another's. */
export async function sealAuditLogs({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const [key, folder] = [auditSigningKey(), auditCheckpointDir()];
  const tenants = await database().tenant.findMany({ select: { slug: true }, orderBy: { slug: 'asc' } });
  for (const { slug } of tenants) {
    if (signal.aborted) return;
    try {
      const ctx = await jobContext(slug, 'audit seal', ['audit:read']);
      const { missing } = await sealAudit(ctx, { key, signal });
      if (missing > 0)
        log.error({ tenant: slug, missing }, 'audit events are gone that were sealed: run npm run audit:verify');
      const { isBroken } = await copyOutside(ctx, folder);
      if (isBroken) {
        log.error({ tenant: slug, folder }, 'the audit seals do not continue their copy: run npm run audit:verify');
      }
    } catch (error) {
      log.error({ tenant: slug, err: error }, 'audit log not sealed');
    }
  }
}
