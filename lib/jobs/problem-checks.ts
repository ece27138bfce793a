import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { runProblemCheck } from '#lib/problem-checks/run-problem-check.ts';
import type { JobRun } from './registry.ts';

/** Looks at the records of every problem whose check has what it waited for. One tenant's trouble does not stop another's. */
export async function problemChecks({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const waiting = await database().$queryRaw<{ tenantId: string; id: string }[]>`
    SELECT tenant_id AS "tenantId", id FROM waiting_problem_checks()`;
  for (const { tenantId, id } of waiting) {
    if (signal.aborted) return;
    try {
      await runProblemCheck(await workerContext(tenantId, 'Forecasts', ['record:forecast']), id);
    } catch (error) {
      log.error({ tenantId, check: id, err: error }, 'a problem was not checked');
    }
  }
}
