import { workerContext } from '#lib/access/acting-context.ts';
import { database } from '#lib/db/client.ts';
import { SILENT_SECONDS } from '#lib/ledger-lists/claim-reading.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import { type LedgerDoor, readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import type { JobRun } from './registry.ts';

/** So many companies at once in this worker; the lists of one come one after another, within its ledger's limits. */
const AT_ONCE = 2;

type Due = { tenantId: string; connectionId: string; type: ListType };

/** Reads every list that is due, of whatever tenant: by the clock, because somebody asked, or since its worker died. */
export async function readLedgerLists(
  { log, signal }: Pick<JobRun, 'log' | 'signal'>,
  door: LedgerDoor,
): Promise<void> {
  const due = await listDueLists();
  const companies = [...Map.groupBy(due, ({ connectionId }) => connectionId).values()].values();
  const workThrough = async () => {
    for (const lists of companies) {
      for (const { tenantId, ...place } of lists) {
        if (signal.aborted) return;
        try {
          const ctx = await workerContext(tenantId, 'ledger lists', ['connection:check']);
          const outcome = await readLedgerList(ctx, place, { door, signal });
          if (outcome === 'broken') log.warn({ tenantId, ...place }, 'a ledger’s list could not be read');
        } catch (error) {
          log.error({ tenantId, ...place, err: error }, 'reading a ledger’s list failed');
        }
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workThrough));
}

function listDueLists(): Promise<Due[]> {
  return database().$queryRaw<Due[]>`
    SELECT tenant_id AS "tenantId", connection_id AS "connectionId", type FROM due_ledger_lists(${SILENT_SECONDS}::int)`;
}
