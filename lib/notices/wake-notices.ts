import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that a notice is to be sent; it carries nothing, since each looks for itself. */
export const NOTICES_WAIT = 'tieout_notices_wait';

/** Wakes the workers once the transaction commits, so that a notice does not wait for their clock. */
export async function wakeNotices(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${NOTICES_WAIT}, '')`;
}
