import { decimalsOfCurrency } from '#lib/core/money.ts';
import { differenceStyle, moneyStyle, STYLE } from './styles.ts';

/** No cell of Excel holds more characters. */
export const CELL_TEXT_MAX = 32_767;
/** A number of more significant digits would lose some of them in Excel, which calculates with floats. */
export const DIGITS_MAX = 15;

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NEEDS_ESCAPE = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_/;
const SPECIAL = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OUTER_SPACE = /^\s|\s$|[\n\t]| {2}/;
/** Excel counts days from 1900 and believes that 1900 was a leap year: days before March of it can't be told. */
const FIRST_DAY = '1900-03-01';
const MS_PER_DAY = 86_400_000;
/** The serial number of 1970-01-01. */
const SERIAL_OF_EPOCH = 25_569;

/** Takes any text; gives it as XML text of a cell: what XML can't hold is written as `_xHHHH_`, as ECMA-376 says. */
export function escapeText(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text.toWellFormed().replace(SPECIAL, (character) => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}

/** Takes any text; gives what fits into a cell: a longer one is cut, and says so at its end. */
export function fitText(text: string): string {
  if (text.length <= CELL_TEXT_MAX) return text;
  const mark = ` … [cut: ${text.length.toLocaleString('en')} characters, whole in Tieout]`;
  const end = CELL_TEXT_MAX - mark.length;
  // Half of a surrogate pair at the end would be no character.
  const isHalf = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isHalf ? end - 1 : end) + mark;
}

/** Gives a cell of text: an inline string, which no program takes for a formula, whatever it begins with. */
export function textCell(reference: string, text: string, style: number = STYLE.text): string {
  const shown = escapeText(text.length > CELL_TEXT_MAX ? fitText(text) : text);
  const space = OUTER_SPACE.test(shown) ? ' xml:space="preserve"' : '';
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t${space}>${shown}</t></is></c>`;
}

/** Gives a cell of a number that is decimal text already. */
export function numberCell(reference: string, number: string | number, style: number): string {
  return `<c r="${reference}" s="${style}"><v>${number}</v></c>`;
}

/** Gives a cell that calculates, with the value that it comes to. */
export function formulaCell(reference: string, formula: string, value: string | number, style: number): string {
  return `<c r="${reference}" s="${style}"><f>${escapeText(formula)}</f><v>${value}</v></c>`;
}

/** Gives a cell of an exact amount: a number in its currency's format, or marked text where a number would lose digits. */
export function moneyCell(reference: string, amount: string, currency: string | null): string {
  const number = shortNumber(amount);
  if (isTooLong(number)) return textCell(reference, number, STYLE.longNumber);
  return numberCell(reference, number, moneyStyle(decimalsShown(number, currency)));
}

/** The same for a difference, which is calculated from two other cells where `formula` says how. */
export function differenceCell(
  reference: string,
  difference: string,
  currency: string | null,
  formula: string | null,
): string {
  const number = shortNumber(difference);
  if (isTooLong(number)) return textCell(reference, number, STYLE.longNumber);
  const style = differenceStyle(decimalsShown(number, currency));
  return formula === null ? numberCell(reference, number, style) : formulaCell(reference, formula, number, style);
}

/** Takes decimal text; gives it without needless zeros. */
export function shortNumber(decimal: string): string {
  if (!decimal.includes('.')) return decimal;
  let end = decimal.length;
  while (decimal.charCodeAt(end - 1) === 48) end -= 1;
  if (decimal.charCodeAt(end - 1) === 46) end -= 1;
  const short = decimal.slice(0, end);
  return short === '-0' ? '0' : short;
}

/** Says whether a number has more digits than Excel keeps. Takes it without needless zeros. */
export function isTooLong(number: string): boolean {
  if (number.length <= DIGITS_MAX) return false;
  return number.replace(/[-.]/g, '').replace(/^0+/, '').length > DIGITS_MAX;
}

/** Gives a cell of a calendar day. */
export function dayCell(reference: string, day: string): string {
  if (day < FIRST_DAY) return textCell(reference, day);
  return numberCell(reference, Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY + SERIAL_OF_EPOCH, STYLE.day);
}

/** Gives a cell of an instant, as clocks of a zone showed it: `localMs` counts from 1970 on those clocks. */
export function instantCell(reference: string, localMs: number): string {
  return numberCell(reference, localMs / MS_PER_DAY + SERIAL_OF_EPOCH, STYLE.instant);
}

const decimals = new Map<string | null, number>();

/** As many decimals as the currency has, and more only where the amount has more. */
function decimalsShown(number: string, currency: string | null): number {
  let ofCurrency = decimals.get(currency);
  if (ofCurrency === undefined) {
    ofCurrency = decimalsOfCurrency(currency);
    decimals.set(currency, ofCurrency);
  }
  const point = number.indexOf('.');
  return point === -1 ? ofCurrency : Math.max(ofCurrency, number.length - point - 1);
}
