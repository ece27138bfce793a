import { z } from 'zod';
import type { InstantRange } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Cursor, readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { Decision, InboxPage, InboxPart } from './inbox-contract.ts';

export type InboxRequest = { limit: number; cursor: string | null };

/** The database holds no year 0. */
const storableTime = z.iso.datetime().refine((time) => time >= '1' && time < '9');

/** Gives the place that a page begins after; null for the first. Throws `invalid_input` for one of another list. */
export function readInboxCursor({ cursor }: InboxRequest, part: InboxPart): Cursor | null {
  return cursor === null ? null : readCursor(cursor, `inbox ${part}`, storableTime);
}

/** What a statement gives of a decision. */
export type DecisionRow = { decidedAt: Date | null; decidedByName: string | null; decisionReason: string | null };

/** Gives it as the contract has it; null while nobody decided. */
export function decisionOf({ decidedAt, decidedByName, decisionReason }: DecisionRow): Decision | null {
  return decidedAt === null ? null : { at: decidedAt.toISOString(), byName: decidedByName, reason: decisionReason };
}

/** Gives the condition that a time lies within a range. */
export function within(column: Prisma.Sql, { from, before }: InstantRange): Prisma.Sql {
  const after = from === null ? Prisma.empty : Prisma.sql`AND ${column} >= ${from}::timestamptz`;
  return before === null ? after : Prisma.sql`${after} AND ${column} < ${before}::timestamptz`;
}

/** Gives the condition that a row, ordered by a time and its id, comes after a place. */
export function beyond(columns: Prisma.Sql, cursor: Cursor | null): Prisma.Sql {
  if (cursor === null) return Prisma.empty;
  return Prisma.sql`AND (${columns}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`;
}

/** What jobs send decides how large it is: a page is shorter where what it holds is large. */
const BYTES_AT_ONCE = 4 * 1024 * 1024;
/** An item longer than this is shown by its beginning. */
export const SHOWN_MAX = 512 * 1024;
const BEGINNING = 64 * 1024;

/** Gives the text column of an item as a list shows it. */
export function shownText(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN octet_length(${text}) > ${SHOWN_MAX}::int THEN left(${text}, ${BEGINNING}::int) ELSE ${text} END`;
}

/**
 * Takes the rows of a page, one more than it holds, under an alias, with the order and the text that makes them large;
 * gives those that may be shown at once. Each also has `found`: how many there were.
 */
export function affordable(rows: Prisma.Sql, alias: 'a' | 'i', order: Prisma.Sql, text: Prisma.Sql): Prisma.Sql {
  const name = Prisma.raw(alias);
  return Prisma.sql`(
    SELECT * FROM (
      SELECT ${name}.*, (count(*) OVER ())::int AS found, row_number() OVER (ORDER BY ${order}) AS place,
             sum(least(octet_length(${text}), ${SHOWN_MAX}::int)) OVER (ORDER BY ${order}) AS bytes
        FROM (${rows}) ${name}) ${name}
     WHERE ${name}.place = 1 OR ${name}.bytes IS NULL OR ${name}.bytes <= ${BYTES_AT_ONCE}::int) ${name}`;
}

/** Takes one row more than a page holds, if there is one and it may be shown, and how many were found; gives the page. */
export function pageOf<Item extends { id: string }>(
  rows: readonly Item[],
  part: InboxPart,
  timeOf: (item: Item) => string,
  { limit }: InboxRequest,
  cursor: Cursor | null,
  found = rows.length,
): InboxPage<Item> {
  const items = rows.slice(0, limit);
  const position = cursor?.position ?? 0;
  const last = items.at(-1);
  const nextCursor =
    last === undefined || found <= items.length
      ? null
      : writeCursor({
          order: `inbox ${part}`,
          value: timeOf(last),
          id: last.id,
          towards: 'next',
          position: position + items.length,
        });
  return { items, nextCursor, position };
}
