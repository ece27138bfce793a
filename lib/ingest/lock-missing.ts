import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/**
 * Lets whoever brings new records and whoever reports attempts for records that nobody has sent see each other's
 * rows: the former share a lock of the tenant's, the latter hold it alone, each until its transaction ends.
 * To be called when the records that exist are locked already and nothing is written yet, which rules out a deadlock.
 */
export async function lockMissing(tx: TenantTx, tenantId: string, why: 'bring' | 'await'): Promise<void> {
  const name = `tieout missing records ${tenantId}`;
  if (why === 'await') await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  else await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`;
}
