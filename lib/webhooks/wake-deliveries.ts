import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that something is to be sent; it carries nothing, since each looks for itself. */
export const WEBHOOKS_WAIT = 'tieout_webhooks_wait';

/** Wakes the workers once the transaction commits, so that an event does not wait for their clock. */
export async function wakeDeliveries(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${WEBHOOKS_WAIT}, '')`;
}
