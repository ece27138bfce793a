import { z } from 'zod';
import { text } from '#lib/core/schemas.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { SortKey } from './list-contract.ts';

/** The database holds no year 0. */
const storableTime = z.iso.datetime().refine((time) => time >= '1' && time < '9');

type SortColumn = { column: Prisma.Sql; type: Prisma.Sql; values: z.ZodType<string | number> };

/** The column of each sort key; never null, and comparable under row-level security by an index. */
export const SORT_COLUMNS: Record<SortKey, SortColumn> = {
  date: { column: Prisma.raw('list_date'), type: Prisma.raw('timestamptz'), values: storableTime },
  number: { column: Prisma.raw('number_key'), type: Prisma.raw('varchar'), values: text(300) },
  payer: { column: Prisma.raw('payer_key'), type: Prisma.raw('varchar'), values: text(300) },
  amount: { column: Prisma.raw('amount_key'), type: Prisma.raw('float8'), values: z.number() },
  difference: { column: Prisma.raw('difference_key'), type: Prisma.raw('float8'), values: z.number() },
};
