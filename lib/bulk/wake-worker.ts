import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that an operation waits; it carries nothing, since each looks for itself. */
export const BULK_WAITS = 'tieout_bulk_waits';

/** Wakes the workers once the transaction commits, so that an operation does not wait for their clock. */
export async function wakeWorker(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${BULK_WAITS}, '')`;
}
