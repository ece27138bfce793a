import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** Readings of lists leave so many of a day's calls to checks, and to reading records back. */
const KEPT_CALLS = 150;

/** And so many of a minute's. */
const KEPT_OF_MINUTE = 10;
const MINUTE_MS = 60_000;

type Day = { dayLeft: number | null; minuteLeft: number | null; heldUntil: Date | null; seenAt: Date };

/**
 * Says until when lists must leave a company alone, by what its answers said of the quota today; null if one may be read.
 * `now` is the moment, in the provider's day (UTC).
 */
export async function heldUntil(ctx: Ctx, tx: TenantTx, connectionId: string, now: Date): Promise<Date | null> {
  const day = now.toISOString().slice(0, 10);
  const [seen] = await tx.$queryRaw<Day[]>`
    SELECT day_left AS "dayLeft", minute_left AS "minuteLeft", held_until AS "heldUntil", seen_at AS "seenAt"
      FROM ledger_call_day
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid AND day = ${day}::date`;
  if (seen === undefined) return null;
  if (seen.heldUntil !== null && seen.heldUntil > now) return seen.heldUntil;
  const minuteEnds = new Date(seen.seenAt.getTime() + MINUTE_MS);
  if (seen.minuteLeft !== null && seen.minuteLeft <= KEPT_OF_MINUTE && minuteEnds > now) return minuteEnds;
  if (seen.dayLeft === null || seen.dayLeft > KEPT_CALLS) return null;
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000);
}
