import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** Readings of lists leave so many of a day's calls to checks, and to reading records back. */
const KEPT_CALLS = 150;

type Day = { dayLeft: number | null; heldUntil: Date | null };

/**
 * Says until when lists must leave a company alone, by what its answers said of the quota today; null if one may be read.
 * `now` is the moment, in the provider's day (UTC).
 */
export async function heldUntil(ctx: Ctx, tx: TenantTx, connectionId: string, now: Date): Promise<Date | null> {
  const day = now.toISOString().slice(0, 10);
  const [seen] = await tx.$queryRaw<Day[]>`
    SELECT day_left AS "dayLeft", held_until AS "heldUntil" FROM ledger_call_day
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND day = ${day}::date`;
  if (seen === undefined) return null;
  if (seen.heldUntil !== null && seen.heldUntil > now) return seen.heldUntil;
  if (seen.dayLeft === null || seen.dayLeft > KEPT_CALLS) return null;
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000);
}
