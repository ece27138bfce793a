import { type Amount, isAmountText, toAmount } from '#lib/core/money.ts';
import { storable } from '#lib/core/storable-text.ts';
import { LedgerError } from './ledger-error.ts';

/** A row as a ledger gives it: any field may be missing, or be something else. */
export type Row = Record<string, unknown>;

/** Takes a value and a path such as `CurrencyRef.value`; gives what is there, or undefined. */
export function fieldAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (isRow(at) ? at[name] : undefined), value);
}

/** Gives the text (or number, as text) at a path, without what no database holds, or null if there is none. */
export function textAt(value: unknown, path: string): string | null {
  const found = fieldAt(value, path);
  if (typeof found === 'number') return String(found);
  const text = typeof found === 'string' ? storable(found) : '';
  return text === '' ? null : text;
}

/** Gives the amount at a path, which comes as a JSON number or as text; null where there is none that a document can have. */
export function amountAt(value: unknown, path: string): Amount | null {
  const found = fieldAt(value, path);
  const text = typeof found === 'number' ? numberText(found) : textAt(value, path);
  return text !== null && isAmountText(text) ? toAmount(text) : null;
}

/** The shortest text of a number is what was written; what has more decimals than money was reckoned by the sender. */
function numberText(number: number): string {
  const text = String(number);
  return isAmountText(text) ? text : number.toFixed(4);
}

/** Gives true or false at a path, or null if it is neither. */
export function flagAt(value: unknown, path: string): boolean | null {
  const found = fieldAt(value, path);
  if (typeof found === 'boolean') return found;
  return found === 'true' ? true : found === 'false' ? false : null;
}

/** Gives the object at a path, which the answer can't be without. Throws `LedgerError` (`unavailable`). */
export function needRow(value: unknown, path: string, provider: string): Row {
  const found = fieldAt(value, path);
  if (isRow(found)) return found;
  throw new LedgerError(`${provider} answered without ${path}.`, { trouble: 'unavailable' });
}

/** Gives the rows of the list at a path, which may be empty but not missing. Throws `LedgerError` (`unavailable`). */
export function needRows(value: unknown, path: string, provider: string): Row[] {
  if (Array.isArray(fieldAt(value, path))) return rowsAt(value, path);
  throw new LedgerError(`${provider} answered without ${path}.`, { trouble: 'unavailable' });
}

/**
 * Gives the calendar day at a path, null where there is none: one that can't be read is not the same as none. Throws
 * `LedgerError` (`unavailable`).
 */
export function readDay(value: unknown, path: string, provider: string): string | null {
  const day = dayAt(value, path);
  const found = fieldAt(value, path);
  if (day !== null || found === undefined || found === null || found === '') return day;
  throw new LedgerError(`${provider} answered with a ${path} that is no date.`, { trouble: 'unavailable' });
}

/** Gives the rows of a list at a path; none if there is no list. */
export function rowsAt(value: unknown, path: string): Row[] {
  const found = fieldAt(value, path);
  return Array.isArray(found) ? found.filter(isRow) : [];
}

/** Gives the instant at a path, as ISO text or in Xero's older form `/Date(1518685950940+0000)/`; null if there is none. */
export function instantAt(value: unknown, path: string): Date | null {
  const text = textAt(value, path);
  if (text === null) return null;
  const old = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  const at = new Date(old === undefined ? text : Number(old));
  if (Number.isNaN(at.getTime())) return null;
  // Years of more than four digits are no dates of a ledger's, and no database reads them so written.
  return /^\d{4}-/.test(at.toISOString()) ? at : null;
}

/** Gives the calendar day at a path, `2026-11-30`: as it is written, in whatever zone. */
export function dayAt(value: unknown, path: string): string | null {
  const written = /^\d{4}-\d{2}-\d{2}/.exec(textAt(value, path) ?? '')?.[0];
  const at = written === undefined ? instantAt(value, path) : instantAt({ written }, 'written');
  return at?.toISOString().slice(0, 10) ?? null;
}

/** Leaves out what is not known. */
export function known(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null && value !== undefined));
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
