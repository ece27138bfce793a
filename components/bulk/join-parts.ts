import type { BulkPart } from '#lib/bulk/bulk-contract.ts';
import { sumOf } from '#lib/core/money.ts';
import { SYNC_STATUSES } from '#lib/records/kinds.ts';

/** So many records, and what they come to per currency, the most records first. */
export type JoinedPart = Pick<BulkPart, 'count' | 'amounts'>;
export type StatusPart = JoinedPart & Pick<BulkPart, 'syncStatus' | 'isByHand' | 'isExcluded'>;

/** Takes the parts of a selection; gives one for each present status, those set by hand and those excluded apart. */
export function partsByStatus(parts: readonly BulkPart[]): StatusPart[] {
  const byStatus = Map.groupBy(parts, ({ syncStatus, isByHand, isExcluded }) =>
    [isExcluded, SYNC_STATUSES.indexOf(syncStatus), isByHand].join(' '),
  );
  return [...byStatus]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .flatMap(([, same]) => {
      const [first] = same;
      if (first === undefined) return [];
      const { syncStatus, isByHand, isExcluded } = first;
      return [{ syncStatus, isByHand, isExcluded, ...joinParts(same) }];
    });
}

/** Adds parts up. */
export function joinParts(parts: readonly JoinedPart[]): JoinedPart {
  const byCurrency = Map.groupBy(
    parts.flatMap(({ amounts }) => amounts),
    ({ currency }) => currency,
  );
  const amounts = [...byCurrency].map(([currency, same]) => ({
    currency,
    count: same.reduce((sum, { count }) => sum + count, 0),
    amount: sumOf(same.map(({ amount }) => amount)),
  }));
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    amounts: amounts.toSorted((one, other) => other.count - one.count),
  };
}
