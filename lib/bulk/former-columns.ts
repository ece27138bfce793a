import { Prisma } from '#lib/db/generated/client.ts';
import { MOVED_FIELDS } from '#lib/records/status-moves.ts';

/** The columns of a record that a move changes; of an item, each with `former_` before it. */
export const MOVED_COLUMNS: readonly string[] = MOVED_FIELDS.map((field) =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);

/** Gives the columns one after another, each as `write` has it. */
export function movedColumns(write: (column: string) => string): Prisma.Sql {
  return Prisma.raw(MOVED_COLUMNS.map(write).join(', '));
}
