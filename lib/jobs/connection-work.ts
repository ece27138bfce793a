import { workerContext } from '#lib/access/acting-context.ts';
import { clearAttempts } from '#lib/connections/clear-attempts.ts';
import { endClearedConnections } from '#lib/connections/disconnect.ts';
import { database } from '#lib/db/client.ts';
import type { JobRun } from './registry.ts';

/** Ends connections that were to end once they are clear, and erases what was left of unfinished ways to a provider. */
export async function connectionWork({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const tenants = await database().$queryRaw<{ id: string }[]>`SELECT id FROM tenants_with_connection_work() AS id`;
  for (const { id } of tenants) {
    if (signal.aborted) return;
    try {
      const ctx = await workerContext(id, 'connections', ['connection:read', 'connection:check', 'connection:manage']);
      const ended = await endClearedConnections(ctx);
      const cleared = await clearAttempts(ctx);
      if (ended + cleared > 0) log.info({ tenantId: id, ended, cleared }, 'connections looked after');
    } catch (error) {
      log.error({ tenantId: id, err: error }, 'connections not looked after');
    }
  }
}
