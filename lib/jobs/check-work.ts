import { setTimeout } from 'node:timers/promises';
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
const AT_ONCE = 8;
/** While runs are at it, others that are asked for wait no longer than this. */
const LOOK_MS = 1_000;

type Options = { door?: LedgerDoor; now?: () => Date };

/**
 * Starts the runs that are due, and works on every run that waits, of whatever tenant, until none is left: those asked for
 * by a person first. A ledger that is slow holds up no other, and one tenant's trouble does not stop another's.
 */
export async function checkWork(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  { door = openLedger, now = () => new Date() }: Options = {},
): Promise<void> {
  await startDue({ log, signal }, now);
  const running = new Map<string, Promise<void>>();
  const failed = new Set<string>();
  for (;;) {
    const waiting = signal.aborted ? [] : await waitingRuns();
    const free = waiting.filter(({ id }) => !running.has(id) && !failed.has(id));
    for (const { tenantId, id } of free.slice(0, AT_ONCE - running.size)) {
      const ended = runChecks(tenantId, id, { door, now, signal })
        .catch((error: unknown) => {
          // Its claim falls silent, and it is tried again then.
          failed.add(id);
          log.error({ tenantId, run: id, err: error }, 'a run of checks broke off');
        })
        .finally(() => running.delete(id));
      running.set(id, ended);
    }
    if (running.size === 0) return;
    if (signal.aborted) await Promise.all(running.values());
    else await Promise.race([...running.values(), setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined)]);
  }
}

async function startDue({ log, signal }: Pick<JobRun, 'log' | 'signal'>, now: () => Date): Promise<void> {
  for (const tenantId of await tenantsDue(now())) {
    if (signal.aborted) return;
    try {
      await startDueRuns(await workerContext(tenantId, CHECKER, ['connection:check']), now());
    } catch (error) {
      log.error({ tenantId, err: error }, 'due checks not started');
    }
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
