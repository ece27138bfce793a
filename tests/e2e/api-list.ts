import { type APIRequestContext, expect } from '@playwright/test';
import { type Amount, sumOf, toAmount } from '#lib/core/money.ts';
import type { CurrencySum, RecordRow } from '#lib/records/list-contract.ts';

/** Everything that a query of the API matches, in its order, and the total that it says itself. */
export type ApiList = { records: RecordRow[]; total: number };

type Answer = { records: RecordRow[]; nextCursor: string | null; total: number };

/** Reads a list page by page to its end. */
export async function readList(
  request: APIRequestContext,
  key: string,
  query: Record<string, string>,
): Promise<ApiList> {
  const records: RecordRow[] = [];
  let total = 0;
  let cursor: string | null = null;
  do {
    const params: Record<string, string> = { limit: '1000', count: 'exact', ...query, ...(cursor ? { cursor } : {}) };
    const response = await request.get('/api/v1/records', { params, headers: { authorization: `Bearer ${key}` } });
    expect(response.status()).toBe(200);
    const answer = (await response.json()) as Answer;
    records.push(...answer.records);
    total = answer.total;
    cursor = answer.nextCursor;
  } while (cursor !== null);
  expect(records).toHaveLength(total);
  return { records, total };
}

/** Adds records up as the line under the list does, the currency with the most records first. */
export function addUp(records: readonly RecordRow[]): CurrencySum[] {
  const byCurrency = Map.groupBy(records, ({ currency }) => currency);
  const sums = [...byCurrency].map(([currency, rows]) => {
    const byHand = rows.filter(({ isByHand, syncStatus }) => isByHand && syncStatus === 'complete');
    const compared = rows.filter(({ difference }) => difference !== null);
    return {
      currency,
      count: rows.length,
      amount: sumOf(amountsOf(rows.map(({ amount }) => amount))),
      synced: sumOf(amountsOf(compared.map(({ syncedAmount }) => syncedAmount))),
      difference: sumOf(amountsOf(compared.map(({ difference }) => difference))),
      comparedCount: compared.length,
      byHandCount: byHand.length,
      byHandAmount: sumOf(amountsOf(byHand.map(({ amount }) => amount))),
    };
  });
  return sums.toSorted((one, other) => other.count - one.count);
}

function amountsOf(texts: (string | null)[]): Amount[] {
  return texts.flatMap((text) => (text === null ? [] : [toAmount(text)]));
}
