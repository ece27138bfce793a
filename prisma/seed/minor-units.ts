/** A whole number of hundredths of a currency: exact, unlike a fraction. */
export type Cents = number;

/** Gives the decimal text of an amount, such as `-1250.05`. */
export function decimalOf(cents: Cents): string {
  const digits = Math.abs(cents).toString().padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Gives the sum. */
export function sumOfCents(amounts: readonly Cents[]): Cents {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Gives the tax that a gross amount holds, at a rate in percent, rounded to the hundredth. */
export function includedTax(gross: Cents, ratePercent: number): Cents {
  return Math.round((gross * ratePercent) / (100 + ratePercent));
}
