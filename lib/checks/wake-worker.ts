import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that a check was asked for; it carries nothing, since each looks for itself. */
export const CHECKS_WAIT = 'tieout_checks_wait';

/** Wakes the workers once the transaction commits, so that whoever asked does not wait for their clock. */
export async function wakeChecks(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHECKS_WAIT}, '')`;
}
