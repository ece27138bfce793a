import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that payloads wait; the database sends it too, as it stores one. */
export const HOOK_PAYLOADS_WAIT = 'tieout_hook_payloads';

/** Wakes the workers once the transaction commits, so that payloads do not wait for their clock. */
export async function wakeHookWork(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${HOOK_PAYLOADS_WAIT}, '')`;
}
