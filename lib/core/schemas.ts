import { z } from 'zod';
import { isDay } from './dates.ts';
import { isAmountText, toAmount } from './money.ts';

/** Words for every value that can't be stored as it is: PostgreSQL's text holds neither. */
const UNSTORABLE = 'holds the character U+0000 or half of a surrogate pair, which cannot be stored; remove it';

/** Any text of at most `max` characters that a database can hold; an empty one means none. */
export function text(max: number) {
  return z
    .string('must be text')
    .max(max, `must be at most ${max.toLocaleString('en')} characters`)
    .refine(isStorable, UNSTORABLE);
}

/** Like `text`, but there must be some. */
export function requiredText(max: number) {
  return text(max).min(1, 'must not be empty');
}

/** Text that may be cleared: null and an empty text mean the same. */
export function optionalText(max: number) {
  return text(max)
    .nullable()
    .transform((value) => (value === '' ? null : value))
    .optional();
}

/** Money as decimal text: at most 15 integer digits and 4 decimals. */
export const amountText = z
  .string('must be a decimal in quotes, such as "1250.00"')
  .refine(isAmountText, 'must be a decimal with at most 15 integer digits and 4 decimals, such as "1250.00"')
  .transform(toAmount)
  .meta({ type: 'string', pattern: '^-?\\d{1,15}(\\.\\d{1,4})?$', example: '1250.00' });

/** A rate or a quantity as decimal text: at most 13 integer digits and 6 decimals. */
export const quantityText = z
  .string('must be a decimal in quotes, such as "1.5"')
  .regex(/^-?\d{1,13}(\.\d{1,6})?$/, 'must be a decimal with at most 13 integer digits and 6 decimals, such as "1.5"');

/** An ISO 4217 code in capitals. */
export const currencyCode = z
  .string('must be an ISO 4217 code such as "USD"')
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code of three capital letters, such as "USD"');

/** A calendar day that exists. */
export const dayText = z
  .string('must be a day such as "2026-10-31"')
  .refine(isDay, 'must be a day that exists, such as "2026-10-31"')
  .meta({ format: 'date', example: '2026-10-31' });

/** An instant with its offset, given back in UTC with milliseconds. */
export const instantText = z.iso
  .datetime({ offset: true, error: 'must be a time with its offset, such as "2026-11-02T10:30:00Z"' })
  .refine((value) => value >= '1970' && value < '9', 'must lie between the years 1970 and 8999')
  .transform((value) => new Date(value).toISOString())
  .meta({ example: '2026-11-02T10:30:00Z' });

function isStorable(value: string): boolean {
  return !value.includes('\u0000') && value.isWellFormed();
}
