import { sumOf, toAmount } from '#lib/core/money.ts';
import type { Sum } from './duplicate-contract.ts';

/** Adds sums of several currencies, one by one. */
export function addSums(...sums: (readonly Sum[])[]): Sum[] {
  const byCurrency = Map.groupBy(sums.flat(), ({ currency }) => currency);
  return [...byCurrency]
    .map(([currency, of]) => ({ currency, amount: sumOf(of.map(({ amount }) => toAmount(amount))) }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
