import { sumOf } from '#lib/core/money.ts';
import type { Figure, MoneyFigure } from './overview-contract.ts';

/** Adds parts up to one figure: a sum for each currency, the tenant's own first, records that name none last. */
export function figureOf(parts: readonly MoneyFigure[], ownCurrency: string): Figure {
  const byCurrency = new Map<string | null, MoneyFigure[]>();
  for (const part of parts) {
    if (part.count > 0) byCurrency.set(part.currency, [...(byCurrency.get(part.currency) ?? []), part]);
  }
  const money = [...byCurrency].map(([currency, own]) => ({
    currency,
    count: own.reduce((sum, { count }) => sum + count, 0),
    amount: sumOf(own.map(({ amount }) => amount)),
  }));
  const rank = (currency: string | null) => (currency === ownCurrency ? '' : (currency ?? '~'));
  money.sort((a, b) => (rank(a.currency) < rank(b.currency) ? -1 : 1));
  return { count: money.reduce((sum, { count }) => sum + count, 0), money };
}
