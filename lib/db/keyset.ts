import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';

/** Where a page ends or begins: the sort key's value and the id of its outermost record, and how many lie before it. */
export type Cursor = {
  /** What the value belongs to, so that a cursor of another order is refused. */
  order: string;
  value: string | number;
  id: string;
  /** Which way the page lies from here. */
  towards: 'next' | 'previous';
  /** Records before the page's first one (`next`), or before the record that the page ends at (`previous`). */
  position: number;
};

const cursorSchema = z.tuple([
  z.string().max(40),
  z.union([z.string().max(300), z.number()]),
  z.uuid(),
  z.enum(['next', 'previous']),
  z.int().min(0),
]);

/** Gives the text of a cursor, fit for an address. */
export function writeCursor({ order, value, id, towards, position }: Cursor): string {
  return Buffer.from(JSON.stringify([order, value, id, towards, position])).toString('base64url');
}

/**
 * Takes the text of a cursor, the order it must be of, and what values that order has: a cursor comes from outside
 * and may be forged. Throws `invalid_input` on anything else.
 */
export function readCursor(text: string, order: string, values: z.ZodType<string | number>): Cursor {
  const parsed = cursorSchema.safeParse(parseLoosely(text));
  if (!parsed.success || parsed.data[0] !== order || !values.safeParse(parsed.data[1]).success) {
    throw new AppError('invalid_input', {
      message: 'The cursor is not one of this list; start again without it.',
      fields: [
        { field: 'cursor', message: 'must be a nextCursor of the same list; leave it out to start at the beginning' },
      ],
    });
  }
  const [, value, id, towards, position] = parsed.data;
  return { order, value, id, towards, position };
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
