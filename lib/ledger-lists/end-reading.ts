import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { isPlace, NOW, type ReadingClaim, writeReading } from './claim-reading.ts';
import { markGone } from './store-page.ts';
import { LISTS_WAIT } from './wake-worker.ts';

/** Each list is read again so often, by the clock. */
const EVERY_HOURS = 6;

/** The clocks of two computers may differ by so much: changes are asked for from that much earlier. */
const OVERLAP_MINUTES = 10;

/** After so many minutes a reading that broke is tried again; the last one stays. */
const TRY_AGAIN_MINUTES = [1, 5, 30, 120, 360];

/** Ends the reading of a list at its end; a whole one marks what it has not seen as gone. */
export async function endReading(ctx: Ctx, tx: TenantTx, claim: ReadingClaim): Promise<void> {
  await closeReading(ctx, tx, claim);
  if (claim.since === null) {
    await markGone(ctx, tx, claim, Prisma.sql`reading_id IS DISTINCT FROM ${claim.readingId}::uuid`);
  }
}

/** Says of a reading that it came to its end. Who asked for the list meanwhile has it read once more, at once. */
export async function closeReading(ctx: Ctx, tx: TenantTx, claim: ReadingClaim): Promise<void> {
  const isWhole = claim.since === null;
  await writeReading(
    ctx,
    tx,
    claim,
    Prisma.sql`state = CASE WHEN is_asked_again THEN 'waiting' ELSE 'read' END, is_asked_again = false,
               runner = NULL, reading_id = NULL, next_page = NULL, problem = NULL, tries = 0,
               ended_at = now(), whole_at = CASE WHEN ${isWhole} THEN now() ELSE whole_at END,
               read_until = started_at - make_interval(mins => ${OVERLAP_MINUTES}::int),
               due_at = CASE WHEN is_asked_again THEN ${NOW} ELSE now() + make_interval(hours => ${EVERY_HOURS}::int) END`,
  );
  await tx.$executeRaw`
    SELECT pg_notify(${LISTS_WAIT}, '') FROM ledger_reading WHERE ${isPlace(ctx, claim)} AND state = 'waiting'`;
}

/** Why a reading was broken off: with what words, until when at least, and whether its place in the list is lost too. */
export type Broken = { problem: string; notBefore: Date | null; isPlaceLost: boolean };

/** Breaks a reading off, to go on behind its last page later. */
export async function breakReading(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, broken: Broken): Promise<void> {
  const minutes = Prisma.sql`(${TRY_AGAIN_MINUTES}::int[])[least(tries + 1, ${TRY_AGAIN_MINUTES.length}::int)]`;
  await writeReading(
    ctx,
    tx,
    claim,
    Prisma.sql`state = 'failed', runner = NULL, ended_at = now(), problem = ${broken.problem}, tries = tries + 1,
               reading_id = CASE WHEN ${broken.isPlaceLost} THEN NULL ELSE reading_id END,
               due_at = greatest(now() + make_interval(mins => ${minutes}), ${broken.notBefore}::timestamptz)`,
  );
}

/** Leaves a reading to whoever comes next, at once or from a moment on: nothing is wrong with it. */
export function leaveReading(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, notBefore: Date | null): Promise<void> {
  return writeReading(
    ctx,
    tx,
    claim,
    Prisma.sql`state = 'waiting', runner = NULL, due_at = coalesce(${notBefore}::timestamptz, due_at)`,
  );
}
