import { type Amount, isAmountText, sumOf } from '#lib/core/money.ts';

/** What the bar needs of a ticked record. */
export type SelectedRecord = { number: string; amount: Amount | null; currency: string | null };

/** Ticked records by id; or everything that matches but those. */
export type Selection = { mode: 'some' | 'all'; records: Record<string, SelectedRecord> };

export const EMPTY_SELECTION: Selection = { mode: 'some', records: {} };

export type SelectionTotals = {
  count: number;
  isExact: boolean;
  amounts: { currency: string | null; amount: Amount }[];
};

/** The same of all that match, with how many records have each currency. */
export type MatchingTotals = Omit<SelectionTotals, 'amounts'> & {
  amounts: { currency: string | null; count: number; amount: Amount }[];
};

/** Takes what a browser's store gave; gives the selection, or an empty one if it is none. */
export function toSelection(stored: unknown): Selection {
  if (typeof stored !== 'object' || stored === null || !('mode' in stored) || !('records' in stored))
    return EMPTY_SELECTION;
  const { mode, records } = stored;
  if ((mode !== 'some' && mode !== 'all') || typeof records !== 'object' || records === null) return EMPTY_SELECTION;
  return Object.values(records).every(isSelectedRecord)
    ? { mode, records: records as Selection['records'] }
    : EMPTY_SELECTION;
}

function isSelectedRecord(value: unknown): value is SelectedRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { number, amount, currency } = value as Record<string, unknown>;
  const hasAmount = amount === null || (typeof amount === 'string' && isAmountText(amount));
  return typeof number === 'string' && hasAmount && (currency === null || typeof currency === 'string');
}

/** Says whether anything is ticked. */
export function hasSelection(selection: Selection): boolean {
  return selection.mode === 'all' || Object.keys(selection.records).length > 0;
}

/** Says whether a record is ticked. */
export function isSelected(selection: Selection, recordId: string): boolean {
  return (selection.records[recordId] !== undefined) === (selection.mode === 'some');
}

/** Gives the selection with records ticked or unticked. */
export function withRecords(
  selection: Selection,
  records: Record<string, SelectedRecord>,
  isTicked: boolean,
): Selection {
  const next = { ...selection.records };
  for (const [id, record] of Object.entries(records)) {
    if (isTicked === (selection.mode === 'some')) next[id] = record;
    else delete next[id];
  }
  return { ...selection, records: next };
}

/** Gives how many records are ticked and their money per currency; `matching` is what all that match come to. */
export function totalsOf(selection: Selection, matching: MatchingTotals | null): SelectionTotals {
  const named = Object.values(selection.records);
  const byCurrency = new Map<string | null, Amount[]>();
  for (const { amount, currency } of named) {
    if (amount !== null) byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amount]);
  }
  if (selection.mode === 'some') {
    const amounts = [...byCurrency].map(([currency, amounts]) => ({ currency, amount: sumOf(amounts) }));
    return { count: named.length, isExact: true, amounts };
  }
  if (matching === null) return { count: 0, isExact: false, amounts: [] };
  return {
    count: Math.max(0, matching.count - named.length),
    isExact: matching.isExact,
    // A currency of which every record is unticked is not part of it any more, unlike one whose sum is zero.
    amounts: matching.amounts
      .filter(({ currency, count }) => count > named.filter((record) => record.currency === currency).length)
      .map(({ currency, amount }) => ({
        currency,
        amount: sumOf([amount, ...(byCurrency.get(currency) ?? []).map(negated)]),
      })),
  };
}

function negated(amount: Amount): Amount {
  return (amount.startsWith('-') ? amount.slice(1) : `-${amount}`) as Amount;
}
