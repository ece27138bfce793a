declare const amountBrand: unique symbol;

/**
 * An exact amount as canonical decimal text with four decimals, such as `1250.0000` or `-0.0500`:
 * what `numeric(19,4)::text` prints, so that equal amounts are equal strings. Never a float.
 */
export type Amount = string & { readonly [amountBrand]: true };

/** An amount in a currency; the two never travel apart. */
export type Money = { amount: Amount; currency: string };

const DECIMALS = 4;
const AMOUNT_TEXT = /^-?\d{1,15}(\.\d{1,4})?$/;
const CANONICAL_TEXT = /^-?\d+\.\d{4}$/;
const SUM_TEXT = /^-?\d{1,40}(\.\d{1,4})?$/;

/** Takes text; says whether it is a decimal of at most 15 integer digits and 4 decimals. */
export function isAmountText(text: string): boolean {
  return AMOUNT_TEXT.test(text);
}

/** Takes decimal text, of a document or of a sum of any size; gives the canonical amount. Throws a RangeError on anything else. */
export function toAmount(text: string): Amount {
  if (!SUM_TEXT.test(text)) throw new RangeError(`Not an amount: ${text.slice(0, 40)}`);
  return fromUnits(toUnits(text));
}

/** Takes what `numeric(…,4)::text` printed, which is canonical already; gives the amount. Throws a RangeError on anything else. */
export function storedAmount(text: string): Amount {
  if (!CANONICAL_TEXT.test(text)) throw new RangeError(`Not a stored amount: ${text.slice(0, 40)}`);
  return text as Amount;
}

/** Gives synced minus total: negative when the ledger holds less. */
export function differenceOf(total: Amount, synced: Amount): Amount {
  return fromUnits(toUnits(synced) - toUnits(total));
}

/** Gives the amount with the other sign. */
export function negated(amount: Amount): Amount {
  return fromUnits(-toUnits(amount));
}

/** Gives the exact sum. */
export function sumOf(amounts: Iterable<Amount>): Amount {
  let units = 0n;
  for (const amount of amounts) units += toUnits(amount);
  return fromUnits(units);
}

/** Gives so many whole per cent of an amount, rounded to four decimals, half away from zero. */
export function percentOf(amount: Amount, percent: number): Amount {
  const hundredfold = toUnits(amount) * BigInt(percent);
  const half = hundredfold < 0n ? -50n : 50n;
  return fromUnits((hundredfold + half) / 100n);
}

/** Says whether the amount is at most a limit away from zero, to either side. */
export function isWithin(amount: Amount, limit: Amount): boolean {
  const units = toUnits(amount);
  return (units < 0n ? -units : units) <= toUnits(limit);
}

/** Says whether the amount is below zero. */
export function isNegative(amount: Amount): boolean {
  return amount.startsWith('-');
}

/** Says whether the amount is exactly zero. */
export function isZero(amount: Amount): boolean {
  return toUnits(amount) === 0n;
}

/** Gives how many decimals a currency has: 2 of USD, 0 of JPY; 2 where none is known. */
export function decimalsOfCurrency(currency: string | null): number {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Gives the text that API answers carry: at least two decimals, no needless zeros (`1250.00`, `0.0005`). */
export function toApiAmount(amount: Amount): string {
  return amount.replace(/0{1,2}$/, '');
}

function toUnits(text: string): bigint {
  const isBelowZero = text.startsWith('-');
  const [integer = '0', decimals = ''] = (isBelowZero ? text.slice(1) : text).split('.');
  const units = BigInt(integer + decimals.padEnd(DECIMALS, '0'));
  return isBelowZero ? -units : units;
}

function fromUnits(units: bigint): Amount {
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0');
  const text = `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
  return (units < 0n ? `-${text}` : text) as Amount;
}
