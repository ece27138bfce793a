import { database } from '#lib/db/client.ts';

/** Gives the grants of every tenant that are to be refreshed now; ids alone, for the worker. */
export function listDueRefreshes(): Promise<{ tenantId: string; id: string }[]> {
  return database().$queryRaw<{ tenantId: string; id: string }[]>`
    SELECT tenant_id AS "tenantId", id FROM due_ledger_refreshes()`;
}
