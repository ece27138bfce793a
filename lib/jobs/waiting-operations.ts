import { SILENT_SECONDS } from '#lib/bulk/claim.ts';
import { database } from '#lib/db/client.ts';

/** Gives the operations of every tenant that nobody works on and somebody should; ids alone, for the worker. */
export function listWaitingOperations(): Promise<{ tenantId: string; id: string }[]> {
  return database().$queryRaw<{ tenantId: string; id: string }[]>`
    SELECT tenant_id AS "tenantId", id FROM waiting_bulk_operations(${SILENT_SECONDS}::int)`;
}
