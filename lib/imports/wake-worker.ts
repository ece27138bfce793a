import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that an import waits; it carries nothing, since each looks for itself. */
export const IMPORT_WAITS = 'tieout_import_waits';

/** Wakes the workers once the transaction commits, so that an import does not wait for their clock. */
export async function wakeImporter(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${IMPORT_WAITS}, '')`;
}
