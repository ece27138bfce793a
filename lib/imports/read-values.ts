import { DateTime } from 'luxon';
import { isDay } from '#lib/core/dates.ts';
import { isAmountText } from '#lib/core/money.ts';
import type { DateFormat, DecimalMark } from './import-contract.ts';

/**
 * How values are read, as a person chose it, for the worker and for the preview of the choices alike. Each gives null for
 * what it can't read; nothing is guessed: without the choice, what could be read in two ways is not read.
 */

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const OTHER_DAY = /^(\d{1,4})([./\-\s])\s?(\d{1,2})\2\s?(\d{1,4})$/;
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/;

/** Takes a date as a file writes it; gives the day. ISO dates need no format; years have four digits. */
export function readDay(text: string, format: DateFormat | null): string | null {
  const trimmed = text.trim();
  if (ISO_DAY.test(trimmed)) return isDay(trimmed) ? trimmed : null;
  if (format === null) return null;
  const compact = format === 'ymd' ? COMPACT_DAY.exec(trimmed) : null;
  if (compact !== null) return dayOf(compact[1], compact[2], compact[3]);
  const parts = OTHER_DAY.exec(trimmed);
  if (parts === null) return null;
  const [, first, , second, third] = parts;
  if (format === 'ymd') return dayOf(first, second, third);
  return format === 'dmy' ? dayOf(third, second, first) : dayOf(third, first, second);
}

/** Says whether a date needs a chosen format. */
export function needsDateFormat(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && !/^\d{4}-\d{2}-\d{2}(?!\d)/.test(trimmed);
}

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?$/;
const OFFSET = /\s*(Z|z|[+-]\d{2}:?\d{2})$/;

/**
 * Takes a time as a file writes it; gives the instant, ISO 8601 in UTC. A time that names no offset is one of the zone;
 * a day alone is its first moment there. A time that a change of clocks left out is none.
 */
export function readInstant(text: string, format: DateFormat | null, zone: string | null): string | null {
  const trimmed = text.trim();
  const at = trimmed.search(/[T\s]\d{1,2}:\d{2}/);
  const day = readDay(at === -1 ? trimmed : trimmed.slice(0, at), format);
  if (day === null) return null;
  const rest = at === -1 ? '' : trimmed.slice(at + 1);
  const offset = at === -1 ? null : OFFSET.exec(rest);
  const time = at === -1 ? '00:00:00.000' : clockTime(offset === null ? rest : rest.slice(0, offset.index));
  if (time === null) return null;
  if (offset !== null) return instantOf(`${day}T${time}${(offset[1] ?? 'Z').toUpperCase()}`);
  if (zone === null) return null;
  const local = DateTime.fromISO(`${day}T${time}`, { zone });
  if (!local.isValid || local.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS") !== `${day}T${time}`) return null;
  return local.toUTC().toISO();
}

/** Says whether a time needs a chosen time zone. */
export function needsTimeZone(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== '' && !(/\d{1,2}:\d{2}/.test(trimmed) && OFFSET.test(trimmed));
}

const CURRENCY_SIGN = /^(-?)\s*[$€£¥]\s*|\s*[$€£¥]$/;
const WHOLE = /^-?\d+$/;
const WITH_MARK: Record<DecimalMark, RegExp> = {
  '.': /^-?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f’']\d{3})+)?(?:\.\d+)?$/,
  ',': /^-?(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[ \u00a0\u202f’']\d{3})+)?(?:,\d+)?$/,
};

/**
 * Takes an amount as a file writes it; gives it as decimal text. Thousands may be set apart by the other mark, by spaces
 * or by apostrophes; (12.00) and 12.00- are negative; a currency sign says nothing.
 */
export function readMoney(text: string, mark: DecimalMark | null): string | null {
  const plain = withoutSigns(text);
  if (plain === null) return null;
  if (WHOLE.test(plain)) return plain;
  if (mark === null || !WITH_MARK[mark].test(plain) || !/\d/.test(plain)) return null;
  const [whole = '', decimals] = plain.split(mark);
  const digits = whole.replaceAll(/[^\d-]/g, '');
  const amount = `${digits === '' || digits === '-' ? `${digits}0` : digits}${decimals === undefined ? '' : `.${withoutZeros(decimals)}`}`;
  return amount.endsWith('.') ? amount.slice(0, -1) : amount;
}

/** Says whether an amount needs a chosen decimal mark: whole numbers do not. */
export function needsDecimalMark(text: string): boolean {
  const plain = withoutSigns(text);
  return plain !== null && plain !== '' && !WHOLE.test(plain);
}

/** Says whether decimal text fits an amount; 12.50000 does, since its last zeros say nothing. */
export function fitsAmount(text: string): boolean {
  return isAmountText(text);
}

function withoutSigns(text: string): string | null {
  let plain = text.trim();
  if (plain === '') return null;
  const isBracketed = /^\(.*\)$/.test(plain);
  if (isBracketed) plain = plain.slice(1, -1).trim();
  plain = plain
    .replace(CURRENCY_SIGN, '$1')
    .replace(CURRENCY_SIGN, '$1')
    .replace(/^\u2212/, '-')
    .trim();
  const isTrailing = /^[^-].*-$/.test(plain);
  if (isTrailing) plain = plain.slice(0, -1).trim();
  if ((isBracketed || isTrailing) && plain.startsWith('-')) return null;
  return isBracketed || isTrailing ? `-${plain}` : plain.replace(/^\+/, '');
}

/** More than two decimals that are zeros say nothing. */
function withoutZeros(decimals: string): string {
  return decimals.replace(/(?<=^\d{2,})0+$/, '');
}

function dayOf(year = '', month = '', day = ''): string | null {
  if (year.length !== 4) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

function clockTime(text: string): string | null {
  const parts = TIME.exec(text.trim());
  if (parts === null) return null;
  const [, hourText = '', minute = '', second = '00', fraction = '', half] = parts;
  let hour = Number(hourText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  }
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return `${String(hour).padStart(2, '0')}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}

function instantOf(text: string): string | null {
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
