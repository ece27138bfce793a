import { database } from '#lib/db/client.ts';
import { SILENT_SECONDS } from '#lib/imports/claim-import.ts';

/** Gives the imports that nobody works on and somebody should, one a tenant; ids alone, for the worker. */
export function listWaitingImports(): Promise<{ tenantId: string; id: string }[]> {
  return database().$queryRaw<{ tenantId: string; id: string }[]>`
    SELECT tenant_id AS "tenantId", id FROM waiting_imports(${SILENT_SECONDS}::int)`;
}
