import { z } from 'zod';
import { KINDS } from '#lib/records/kinds.ts';
import {
  ENCODINGS,
  type Encoding,
  type ImportChoices,
  type ReadingChoices,
  SEPARATORS,
  type Separator,
} from './import-contract.ts';

const ENCODING_IDS = ENCODINGS.map(({ id }) => id) as [Encoding, ...Encoding[]];
const SEPARATOR_IDS = SEPARATORS.map(({ id }) => id) as [Separator, ...Separator[]];
const COLUMNS_MAX = 16_384;

/** Checks how a file is to be read. */
export const readingChoices: z.ZodType<ReadingChoices> = z.strictObject({
  encoding: z.enum(ENCODING_IDS, 'must be an encoding of the list').optional(),
  separator: z.enum(SEPARATOR_IDS, 'must be a comma, a semicolon, a tab or a vertical bar').optional(),
  hasHeadings: z.boolean().optional(),
  sheet: z.string().max(255).optional(),
});

const fieldName = z.string().min(1).max(64);

/** Checks what a person chose. What may be left out is filled in. */
export const importChoices: z.ZodType<ImportChoices> = z.strictObject({
  holds: z.enum(['records', 'attempts'], 'must be records or attempts'),
  source: z.string().min(1, 'must be chosen').max(64),
  kind: z.enum(KINDS).nullable().default(null),
  columns: z
    .array(z.strictObject({ column: z.int().min(0).max(COLUMNS_MAX), field: fieldName }))
    .max(500)
    .default([]),
  fixed: z
    .array(z.strictObject({ field: fieldName, value: z.string().min(1).max(255) }))
    .max(50)
    .default([]),
  outcomes: z
    .array(z.strictObject({ word: z.string().min(1).max(255), outcome: z.enum(['complete', 'failed']) }))
    .max(100)
    .default([]),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).nullable().default(null),
  decimalMark: z.enum(['.', ',']).nullable().default(null),
  timeZone: z.string().max(64).nullable().default(null),
  emptyCells: z.enum(['keep', 'clear']).default('keep'),
});
