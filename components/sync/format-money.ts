import { type Amount, decimalsOfCurrency } from '#lib/core/money.ts';

const MAX_DECIMALS = 4;
const formats = new Map<string, Intl.NumberFormat>();

/**
 * Takes an exact amount; gives it as the locale writes numbers (`1,250.00`), with the currency's own decimals and more
 * only where the amount has more. `sign` also marks what is above zero.
 */
export function formatAmount(
  amount: Amount,
  currency: string | null,
  locale: string,
  sign: 'minus' | 'both' = 'minus',
): string {
  const key = `${locale} ${currency} ${sign}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimalsOfCurrency(currency),
      maximumFractionDigits: MAX_DECIMALS,
      signDisplay: sign === 'both' ? 'exceptZero' : 'negative',
    });
    formats.set(key, format);
  }
  return format.format(asNumericText(amount));
}

/** Gives a count as the locale writes numbers; one that is only a lower bound gets a plus sign. */
export function formatCount(count: number, locale: string, isExact = true): string {
  const key = `${locale} count`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale);
  formats.set(key, format);
  return isExact ? format.format(count) : `${format.format(count)}+`;
}

// Intl formats decimal text digit by digit; an Amount is such text by construction.
function asNumericText(amount: Amount): Intl.StringNumericLiteral {
  return amount as string as Intl.StringNumericLiteral;
}
