import type { BlockedMoney } from './problem-contract.ts';

/** More than any sum, in units of four decimals: no key is below zero. */
const OFFSET = 10n ** 30n;
const DIGITS = 31;

/**
 * Gives a text that sorts as the money does: what is blocked in the tenant's currency before anything in others, those by
 * their largest amount, and what has no amount last. Currencies are never added up.
 */
export function moneyKey(money: readonly BlockedMoney[], tenantCurrency: string): string {
  const sums = money.flatMap(({ currency, amount }) =>
    currency === null ? [] : [{ currency, units: unitsOf(amount) }],
  );
  const own = sums.find(({ currency }) => currency === tenantCurrency);
  if (own !== undefined) return `2${digitsOf(own.units)}`;
  const [first, ...others] = sums.map(({ units }) => units);
  if (first === undefined) return `0${digitsOf(0n)}`;
  return `1${digitsOf(others.reduce((most, units) => (units > most ? units : most), first))}`;
}

/** Puts the tenant's currency first, then the largest amounts, then what has none. */
export function sortMoney(money: readonly BlockedMoney[], tenantCurrency: string): BlockedMoney[] {
  const rankOf = ({ currency }: BlockedMoney) => (currency === tenantCurrency ? 0 : currency === null ? 2 : 1);
  return money.toSorted((a, b) => {
    if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
    const [unitsA, unitsB] = [unitsOf(a.amount), unitsOf(b.amount)];
    if (unitsA !== unitsB) return unitsA > unitsB ? -1 : 1;
    return (a.currency ?? '') < (b.currency ?? '') ? -1 : 1;
  });
}

/** An amount has four decimals. */
function unitsOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

function digitsOf(units: bigint): string {
  return (units + OFFSET).toString().padStart(DIGITS, '0');
}
