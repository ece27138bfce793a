import { workerContext } from '#lib/access/acting-context.ts';
import { compareCharts } from '#lib/comparisons/compare-charts.ts';
import { compareNames } from '#lib/comparisons/compare-names.ts';
import { CHART_TYPES } from '#lib/comparisons/comparison-contract.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { database } from '#lib/db/client.ts';
import { callPace } from '#lib/ledger-lists/call-pace.ts';
import { SILENT_SECONDS } from '#lib/ledger-lists/claim-reading.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import { type LedgerDoor, readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import type { JobRun } from './registry.ts';

/** How the worker is named in what it does. */
const READER = 'Ledger lists';

/** So many companies at once in this worker; the lists of one come one after another, within its ledger's limits. */
const AT_ONCE = 2;

type Due = { tenantId: string; connectionId: string; type: ListType };

/**
 * Reads every list that is due, of whatever tenant: by the clock, because somebody asked, or since its worker died. What
 * was read of a company is compared with its records at once.
 */
export async function readLedgerLists(
  run: Pick<JobRun, 'log' | 'signal'>,
  door: LedgerDoor = openLedger,
): Promise<void> {
  const due = await listDueLists();
  const companies = [...Map.groupBy(due, ({ connectionId }) => connectionId).values()].values();
  const workThrough = async () => {
    for (const lists of companies) await readCompany(lists, run, door);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
}

async function readCompany(
  lists: readonly Due[],
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  door: LedgerDoor,
): Promise<void> {
  const pace = callPace();
  const read = new Set<ListType>();
  for (const { tenantId, ...place } of lists) {
    if (signal.aborted) return;
    try {
      const ctx = await workerContext(tenantId, READER, ['connection:check']);
      const outcome = await readLedgerList(ctx, place, { door, pace, signal });
      if (outcome === 'read') read.add(place.type);
      if (outcome === 'broken') log.warn({ tenantId, ...place }, 'a ledger’s list could not be read');
    } catch (error) {
      log.error({ tenantId, ...place, err: error }, 'reading a ledger’s list failed');
    }
  }
  const [first] = lists;
  if (first === undefined || signal.aborted) return;
  const { tenantId, connectionId } = first;
  try {
    const ctx = await workerContext(tenantId, READER, ['connection:check']);
    if (read.has('customer') || read.has('vendor')) await compareNames(ctx, connectionId);
    if (CHART_TYPES.some((type) => read.has(type))) await compareCharts(ctx, connectionId);
  } catch (error) {
    log.error({ tenantId, connectionId, err: error }, 'a ledger’s lists were not compared');
  }
}

function listDueLists(): Promise<Due[]> {
  return database().$queryRaw<Due[]>`
    SELECT tenant_id AS "tenantId", connection_id AS "connectionId", type FROM due_ledger_lists(${SILENT_SECONDS}::int)`;
}
