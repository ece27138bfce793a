import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The channel on which the workers hear that duplicates are to be looked for; each looks for itself for whom. */
export const DUPLICATES_WAIT = 'tieout_duplicates_wait';

/** Wakes the workers: within a transaction once it commits. */
export async function wakeDuplicateSearch(tx: Pick<TenantTx, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${DUPLICATES_WAIT}, '')`;
}
