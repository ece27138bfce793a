import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';

/** Where a page ends or begins, in an order whose keys are texts: the keys of its outermost row. */
export type TextCursor = { order: string; keys: string[]; towards: 'next' | 'previous' };

const schema = z.tuple([z.string().max(40), z.enum(['next', 'previous']), z.array(z.string().max(300)).max(4)]);

/** Gives the text of a cursor, fit for an address. */
export function writeTextCursor({ order, keys, towards }: TextCursor): string {
  return Buffer.from(JSON.stringify([order, towards, keys])).toString('base64url');
}

/**
 * Takes the text of a cursor, the order it must be of and how many keys that has: a cursor comes from outside, may be
 * forged, and may hold what the database can't. Throws `invalid_input`.
 */
export function readTextCursor(text: string, order: string, keyCount: number): TextCursor {
  const parsed = schema.safeParse(parseLoosely(text));
  if (!parsed.success || parsed.data[0] !== order || parsed.data[2].length !== keyCount) {
    throw new AppError('invalid_input', {
      message: 'The cursor is not one of this list; start again without it.',
      fields: [
        { field: 'cursor', message: 'must be a nextCursor of the same list; leave it out to start at the beginning' },
      ],
    });
  }
  const [, towards, keys] = parsed.data;
  return { order, towards, keys: keys.map((key) => key.toWellFormed().replaceAll('\u0000', '')) };
}

/** Takes the rows that were read for a page, one more than it shows; gives what it shows and the cursors beside it. */
export function textPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursor: TextCursor | null,
  { order, keysOf }: { order: string; keysOf: (row: Row) => string[] },
): { shown: Row[]; nextCursor: string | null; previousCursor: string | null } {
  const isBackward = cursor?.towards === 'previous';
  const hasMore = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (isBackward) shown.reverse();
  const at = (row: Row | undefined, towards: 'next' | 'previous') =>
    row === undefined ? null : writeTextCursor({ order, keys: keysOf(row), towards });
  return {
    shown,
    nextCursor: isBackward || hasMore ? at(shown.at(-1), 'next') : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? at(shown[0], 'previous') : null,
  };
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
