import { type Amount, decimalsOfCurrency } from '#lib/core/money.ts';
import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';

const MAX_DECIMALS = 4;

/** Gives `12 records` or `1 record`, with the number as the locale writes it. */
export function countWords(count: number, one: string, many: string, locale: string): string {
  return `${new Intl.NumberFormat(locale).format(count)} ${count === 1 ? one : many}`;
}

/** Gives `12 invoices`. */
export function kindWords(kind: Kind, count: number, locale: string): string {
  const { one, many } = KIND_LABEL[kind];
  return countWords(count, one.toLowerCase(), many.toLowerCase(), locale);
}

/** Gives `1,250.00 USD`; an amount that names no currency stands alone. */
export function amountWords(amount: Amount | string, currency: string | null, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimalsOfCurrency(currency),
    maximumFractionDigits: MAX_DECIMALS,
  });
  // Intl formats decimal text digit by digit.
  const text = format.format(amount as Intl.StringNumericLiteral);
  return currency === null ? text : `${text} ${currency}`;
}

/** Gives `1,250.00 USD and 80.00 EUR`. */
export function moneyWords(parts: readonly { currency: string | null; amount: Amount }[], locale: string): string {
  const texts = parts.map(({ currency, amount }) => amountWords(amount, currency, locale));
  return texts.length === 0 ? 'no money' : new Intl.ListFormat('en').format(texts);
}

/** Gives `21 Nov 2026` in the tenant's zone. */
export function dayWords(instant: Date, timeZone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.day} ${parts.month} ${parts.year}`;
}
