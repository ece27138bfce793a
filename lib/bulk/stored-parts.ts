import { sumOf, toAmount } from '#lib/core/money.ts';
import { KINDS, type Kind, statusOfNumber } from '#lib/records/kinds.ts';
import type { Standing } from '#lib/records/status-moves.ts';
import type { BulkPart } from './bulk-contract.ts';

/** So many of the frozen records agree in all that decides about a move, and in kind and currency. */
export type StoredPart = {
  kind: Kind;
  syncStatus: number;
  isByHand: boolean;
  isInLedger: boolean;
  isExcluded: boolean;
  isVoid: boolean;
  isTriedAfterClosing: boolean;
  /** These two are missing in what was frozen before there were claims. */
  isInDoubt?: boolean;
  isHeld?: boolean;
  /** Of an undo: the record was changed again since, so it is left as it is. */
  isChanged: boolean;
  currency: string | null;
  count: number;
  amount: string;
};

/** Gives the parts as people see them: by status, by hand or not, in the ledger or not, excluded or not. */
export function toParts(stored: readonly StoredPart[]): BulkPart[] {
  const groups = Map.groupBy(stored, ({ syncStatus, isByHand, isInLedger, isExcluded }) =>
    JSON.stringify([syncStatus, isByHand, isInLedger, isExcluded]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { syncStatus, isByHand, isInLedger, isExcluded } = first;
    const count = countOf(group);
    return [
      { syncStatus: statusOfNumber(syncStatus), isByHand, isInLedger, isExcluded, count, amounts: toAmounts(group) },
    ];
  });
}

/** Gives the kinds that are among the parts. */
export function kindsOf(stored: readonly StoredPart[]): Kind[] {
  return KINDS.filter((kind) => stored.some((part) => part.kind === kind));
}

/** Gives what the table of moves looks at; the times in it stand for "there is one". */
export function standingOf(part: StoredPart): Standing {
  const someTime = '1970-01-01T00:00:00.000Z';
  return {
    syncStatus: part.syncStatus,
    isByHand: part.isByHand,
    isTriedAfterClosing: part.isTriedAfterClosing,
    isInDoubt: part.isInDoubt ?? false,
    isHeld: part.isHeld ?? false,
    isVoid: part.isVoid,
    excludedAt: part.isExcluded ? someTime : null,
    syncedAt: part.isInLedger ? someTime : null,
    referenceNumber: null,
  };
}

/** Gives how many records the parts hold. */
export function countOf(parts: readonly StoredPart[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

function toAmounts(group: readonly StoredPart[]): BulkPart['amounts'] {
  const byCurrency = Map.groupBy(group, ({ currency }) => currency);
  return [...byCurrency].map(([currency, parts]) => ({
    currency,
    count: countOf(parts),
    amount: sumOf(parts.map(({ amount }) => toAmount(amount))),
  }));
}
