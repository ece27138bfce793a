import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Kind } from './kinds.ts';

/** The channel on which every web process hears that records changed. The payload holds ids, never data. */
export const RECORDS_CHANGED = 'tieout_records_changed';

/** Tells the screens that records of these kinds changed, once the transaction commits. */
export async function notifyRecordsChanged(ctx: Ctx, tx: TenantTx, kinds: readonly Kind[]): Promise<void> {
  const payload = JSON.stringify({ tenantId: ctx.tenantId, kinds });
  await tx.$executeRaw`SELECT pg_notify(${RECORDS_CHANGED}, ${payload})`;
}
