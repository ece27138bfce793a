import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the worker hears that messages wait to be diagnosed again. */
export const DIAGNOSIS_WAITS = 'tieout_diagnosis_waits';

/** Wakes the worker once the transaction is through. */
export async function wakeDiagnosis(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${DIAGNOSIS_WAITS}, '')`;
}
