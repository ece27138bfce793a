import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that a list is to be read; it carries nothing, since each looks for itself. */
export const LISTS_WAIT = 'tieout_lists_wait';

/** Wakes the workers once the transaction commits, so that a list does not wait for their clock. */
export async function wakeListReader(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${LISTS_WAIT}, '')`;
}
