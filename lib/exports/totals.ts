import { type Amount, sumOf, toAmount } from '#lib/core/money.ts';
import { statusOfNumber } from '#lib/records/kinds.ts';
import { statusWords } from './record-columns.ts';
import type { Row } from './sheet-column.ts';

/** What one sum comes to: of the cells that are numbers, and of those that are text since they have too many digits. */
export type Total = { amount: Amount; long: Amount; longCount: number };

/** The totals of one status and one currency. `currency` is null for records without one. */
export type TotalsGroup = {
  status: string;
  currency: string | null;
  records: number;
  amount: Total;
  synced: Total;
  difference: Total;
};

const ZERO = toAmount('0');

/** Says in SQL whether an amount has more digits than Excel keeps, just as `isTooLong` says it of text. */
function isTooLongSql(amount: string): string {
  return `coalesce(abs(${amount}) >= 1e11 AND length(ltrim(replace(trim_scale(abs(${amount}))::text, '.', ''), '0')) > 15, false)`;
}

function sumsSql(amount: string): string {
  const isLong = isTooLongSql(amount);
  return `coalesce(sum(${amount}) FILTER (WHERE NOT ${isLong}), 0), coalesce(sum(${amount}) FILTER (WHERE ${isLong}), 0), count(*) FILTER (WHERE ${isLong})`;
}

/** What a totals query selects from records `r`, and what it groups by; `groupTotals` reads its rows. */
export const TOTALS_COLUMNS = `r.sync_status, r.is_by_hand, r.excluded_at IS NOT NULL, r.currency, r.synced_currency, count(*),
  ${sumsSql('r.amount')}, ${sumsSql('r.synced_amount')}, ${sumsSql('r.difference')}`;
export const TOTALS_GROUPS = '1, 2, 3, 4, 5';

/**
 * Takes the rows of a totals query; gives the totals per status and currency, as the sheet's formulas add them up:
 * synced amounts by the currency that was synced, all else by the document's.
 */
export function groupTotals(rows: readonly Row[]): TotalsGroup[] {
  const groups = new Map<string, TotalsGroup>();
  const groupOf = (status: string, currency: string | null) => {
    const key = `${status} ${currency}`;
    const group = groups.get(key) ?? {
      status,
      currency,
      records: 0,
      amount: noTotal(),
      synced: noTotal(),
      difference: noTotal(),
    };
    groups.set(key, group);
    return group;
  };
  for (const [status, isByHand, isExcluded, currency = null, syncedCurrency = null, count, ...sums] of rows) {
    const words = statusWords(statusOfNumber(Number(status)), isByHand === 't', isExcluded === 't');
    const group = groupOf(words, currency);
    group.records += Number(count);
    group.amount = add(group.amount, sums.slice(0, 3));
    group.difference = add(group.difference, sums.slice(6, 9));
    const [synced, long] = sums.slice(3, 5).map((sum) => toAmount(sum ?? '0'));
    // What was not synced has no currency either, which is no group of its own.
    if (synced === ZERO && long === ZERO && syncedCurrency !== currency) continue;
    const syncedGroup = groupOf(words, syncedCurrency);
    syncedGroup.synced = add(syncedGroup.synced, sums.slice(3, 6));
  }
  return [...groups.values()].toSorted(
    (one, other) => one.status.localeCompare(other.status, 'en') || other.records - one.records,
  );
}

/** Gives the totals of each currency, whatever the status. */
export function totalsByCurrency(groups: readonly TotalsGroup[]): TotalsGroup[] {
  return [...Map.groupBy(groups, ({ currency }) => currency)].map(([currency, parts]) => ({
    status: 'All',
    currency,
    records: parts.reduce((sum, { records }) => sum + records, 0),
    amount: totalOf(parts.map(({ amount }) => amount)),
    synced: totalOf(parts.map(({ synced }) => synced)),
    difference: totalOf(parts.map(({ difference }) => difference)),
  }));
}

function noTotal(): Total {
  return { amount: ZERO, long: ZERO, longCount: 0 };
}

function totalOf(totals: readonly Total[]): Total {
  return {
    amount: sumOf(totals.map(({ amount }) => amount)),
    long: sumOf(totals.map(({ long }) => long)),
    longCount: totals.reduce((sum, { longCount }) => sum + longCount, 0),
  };
}

function add(total: Total, [sum, long, longCount]: readonly (string | null)[]): Total {
  return totalOf([
    total,
    { amount: toAmount(sum ?? '0'), long: toAmount(long ?? '0'), longCount: Number(longCount ?? 0) },
  ]);
}
