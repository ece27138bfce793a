import { differenceOf, isZero, sumOf } from '#lib/core/money.ts';
import type { RecordDetail, RecordLine } from '#lib/records/record-contract.ts';

type ComparedLine = Pick<RecordLine, 'amount' | 'taxAmount' | 'syncedAmount'>;
type ComparedRecord = Pick<RecordDetail, 'currency' | 'syncedCurrency' | 'isChangedSinceSync'>;

/** Takes a line and its record; says why the ledger holds another amount of it, or none, where that is known. */
export function lineReason(line: ComparedLine, record: ComparedRecord): string | null {
  const { amount, taxAmount, syncedAmount } = line;
  if (record.syncedCurrency !== null && record.syncedCurrency !== record.currency) {
    return `the ledger holds it in ${record.syncedCurrency}`;
  }
  if (syncedAmount === null) return 'the job told nothing of this line';
  if (amount === null) return 'the source told no amount';
  const difference = differenceOf(amount, syncedAmount);
  if (isZero(difference)) return null;
  if (taxAmount !== null && !isZero(taxAmount)) {
    if (isZero(sumOf([difference, taxAmount]))) return 'without its tax';
    if (difference === taxAmount) return 'its tax on top';
  }
  if (isZero(syncedAmount)) return 'nothing of it was written';
  return record.isChangedSinceSync ? 'the document changed since' : null;
}
