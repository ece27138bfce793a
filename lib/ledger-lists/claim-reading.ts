import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '#lib/ledgers/ledger-document.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { ListType } from './list-contract.ts';

/** Whose heartbeat is older than this has died, and anybody may take over; longer than a page may take. */
export const SILENT_SECONDS = 120;

/** A whole reading at least so often, since only that sees what is gone. */
const WHOLE_DAYS = 7;

/** One that was broken off longer ago begins anew: places in a list do not keep for ever. */
const RESUME_HOURS = 12;

/** This moment as it is stored, never rounded up: what is due now is due at once. */
export const NOW = Prisma.raw("date_trunc('milliseconds', now())");

/** One list of one connection. */
export type ListPlace = { connectionId: string; type: ListType };

/** What is read of one connection: a list, or its documents of one kind. */
export type ReadingPlace = { connectionId: string; type: ListType | DocumentKind };

/** The right to read one list, and how far the reading is: without its token nothing of the list can be written. */
export type ReadingClaim = ReadingPlace & {
  token: string;
  readingId: string;
  /** Where the next page begins; null at the beginning. */
  nextPage: string | null;
  /** Only what changed after it; null in a whole reading. */
  since: Date | null;
  /** The list was never read as a whole before, so that everything in it is new to us and nothing has changed. */
  isFirst: boolean;
};

/** Somebody else took the reading over, or emptied the list; what was done since is rolled back. */
export class LostReadingError extends Error {}

/**
 * What can be long. It is read by what changed; the other lists come in one answer whatever is asked, so that a whole
 * reading costs the same and sees what is gone.
 */
const READ_BY_CHANGES: Record<Ledger, readonly ReadingPlace['type'][]> = {
  qbo: ['customer', 'vendor', 'item', ...DOCUMENT_KINDS],
  xero: ['customer', 'vendor', ...DOCUMENT_KINDS],
};

type Row = { readingId: string; nextPage: string | null; since: Date | null; isFirst: boolean };

/**
 * Claims a list that is due, that broke off before its connection stood anew, or whose worker has fallen silent, and begins
 * its reading or goes on with the one that was broken off. Gives null if somebody reads it, it is not due, or its connection is not connected.
 */
export async function claimReading(
  ctx: Ctx,
  tx: TenantTx,
  { connectionId, type }: ReadingPlace,
): Promise<ReadingClaim | null> {
  const connection = await tx.connection.findFirst({
    where: { tenantId: ctx.tenantId, id: connectionId, status: 'connected' },
    select: { ledger: true, statusSince: true },
  });
  if (connection === null) return null;
  const token = newId();
  await tx.$executeRaw`
    INSERT INTO ledger_reading (tenant_id, connection_id, type, due_at)
    VALUES (${ctx.tenantId}::uuid, ${connectionId}::uuid, ${type}, ${NOW}) ON CONFLICT DO NOTHING`;
  const [taken] = await tx.$queryRaw<Row[]>`
    UPDATE ledger_reading r
       SET runner = ${token}::uuid, heartbeat_at = now(), state = 'running', reading_id = n.reading_id, due_at = least(r.due_at, ${NOW}),
           next_page = CASE WHEN n.goes_on THEN r.next_page END, is_whole = n.is_whole,
           since = CASE WHEN NOT n.is_whole THEN CASE WHEN n.goes_on THEN r.since ELSE r.read_until END END,
           started_at = CASE WHEN n.goes_on THEN r.started_at ELSE now() END, is_asked_again = n.goes_on AND r.is_asked_again,
           items = CASE WHEN n.goes_on THEN r.items ELSE 0 END, pages = CASE WHEN n.goes_on THEN r.pages ELSE 0 END
      FROM (SELECT o.goes_on, CASE WHEN o.goes_on THEN o.reading_id ELSE ${newId()}::uuid END AS reading_id,
                   CASE WHEN o.goes_on THEN o.is_whole ELSE o.is_whole_due OR NOT ${tellsChanges(connection.ledger as Ledger, type)} END AS is_whole
              FROM (SELECT reading_id, is_whole,
                           reading_id IS NOT NULL AND started_at > now() - make_interval(hours => ${RESUME_HOURS}::int) AS goes_on,
                           read_until IS NULL
                             OR coalesce(whole_at < now() - make_interval(days => ${WHOLE_DAYS}::int), true) AS is_whole_due
                      FROM ledger_reading WHERE ${isPlace(ctx, { connectionId, type })} FOR UPDATE) o) n
     WHERE ${isPlace(ctx, { connectionId, type })} AND (r.due_at <= now() OR (r.state = 'failed' AND r.ended_at < ${connection.statusSince}::timestamptz))
       AND (r.runner IS NULL OR r.heartbeat_at < now() - make_interval(secs => ${SILENT_SECONDS}::int))
     RETURNING r.reading_id AS "readingId", r.next_page AS "nextPage", r.since, r.whole_at IS NULL AS "isFirst"`;
  return taken === undefined ? null : { connectionId, type, token, ...taken };
}

/**
 * Changes what is kept of the reading, if the claim still holds. Throws `LostReadingError`, which ends the transaction
 * with nothing done. It is the first thing that a transaction does, so that no two write one list at once.
 */
export async function writeReading(ctx: Ctx, tx: TenantTx, claim: ReadingClaim, changes: Prisma.Sql): Promise<void> {
  const written = await tx.$executeRaw`
    UPDATE ledger_reading SET ${changes} WHERE ${isPlace(ctx, claim)} AND runner = ${claim.token}::uuid`;
  if (written === 0) throw new LostReadingError('The reading was taken over');
}

/** Gives the changes that say how far a reading is: where its next page begins, and how many entries it saw more. */
export function progressSql(nextPage: string | null, seen: number): Prisma.Sql {
  return Prisma.sql`next_page = ${nextPage}, heartbeat_at = now(), pages = pages + 1, items = items + ${seen}::int`;
}

/** Which rows of `ledger_reading`, or of what has the same columns, belong to a list. */
export function isPlace({ tenantId }: Ctx, { connectionId, type }: ReadingPlace): Prisma.Sql {
  return Prisma.sql`tenant_id = ${tenantId}::uuid AND connection_id = ${connectionId}::uuid AND type = ${type}`;
}

function tellsChanges(ledger: Ledger, type: ReadingPlace['type']): boolean {
  return READ_BY_CHANGES[ledger].includes(type);
}
