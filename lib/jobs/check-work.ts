import { workerContext } from '#lib/access/acting-context.ts';
import type { LedgerDoor } from '#lib/checks/ask-ledger.ts';
import { LIGHT_SECONDS } from '#lib/checks/check-list.ts';
import { SILENT_SECONDS } from '#lib/checks/claim-run.ts';
import { CHECKER, runChecks } from '#lib/checks/run-checks.ts';
import { startDueRuns } from '#lib/checks/start-due-runs.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { database } from '#lib/db/client.ts';
import type { JobRun } from './registry.ts';

/** So many runs at once in this worker; each waits for a ledger most of its time. */
const AT_ONCE = 4;

/**
 * Starts the runs that are due, and works on every run that waits, of whatever tenant, until none is left: those asked for
 * by a person first. One tenant's trouble does not stop another's.
 */
export async function checkWork(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  { door = openLedger, now = () => new Date() }: { door?: LedgerDoor; now?: () => Date } = {},
): Promise<void> {
  for (const tenantId of await tenantsDue(now())) {
    if (signal.aborted) return;
    try {
      await startDueRuns(await workerContext(tenantId, CHECKER, ['connection:check']), now());
    } catch (error) {
      log.error({ tenantId, err: error }, 'due checks not started');
    }
  }
  const failed = new Set<string>();
  for (;;) {
    const waiting = (await waitingRuns()).filter(({ id }) => !failed.has(id));
    if (waiting.length === 0 || signal.aborted) return;
    const next = waiting.values();
    const workThrough = async () => {
      for (const { tenantId, id } of next) {
        if (signal.aborted) return;
        try {
          await runChecks(tenantId, id, { door, now, signal });
        } catch (error) {
          // Its claim falls silent, and it is tried again then.
          failed.add(id);
          log.error({ tenantId, run: id, err: error }, 'a run of checks broke off');
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
  }
}

async function tenantsDue(now: Date): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM tenants_with_due_checks(${now}::timestamptz, ${LIGHT_SECONDS}::int) AS id`;
  return rows.map(({ id }) => id);
}

function waitingRuns(): Promise<{ tenantId: string; id: string }[]> {
  return database().$queryRaw<{ tenantId: string; id: string }[]>`
    SELECT tenant_id AS "tenantId", id FROM waiting_check_runs(${SILENT_SECONDS}::int)`;
}
