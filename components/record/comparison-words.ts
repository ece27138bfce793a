import { formatAmount } from '#components/sync/format-money.ts';
import { type Amount, isNegative } from '#lib/core/money.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';

type Compared = Pick<
  RecordRow,
  | 'kind'
  | 'comparison'
  | 'amount'
  | 'currency'
  | 'syncedAmount'
  | 'syncedCurrency'
  | 'difference'
  | 'isByHand'
  | 'syncStatus'
> & { isInDoubt?: boolean };

/** Takes a record and a locale; says in one sentence how its total and what the ledger accepted relate. */
export function comparisonWords(record: Compared, locale: string): string {
  const document = KIND_LABEL[record.kind].one.toLowerCase();
  switch (record.comparison) {
    case 'equal':
      return `Equal: the ledger accepted the whole ${document}.`;
    case 'differs': {
      if (record.difference === null) return 'The two sides differ.';
      const by =
        `${formatAmount(withoutSign(record.difference), record.currency, locale)} ${record.currency ?? ''}`.trim();
      return `The ledger holds ${by} ${isNegative(record.difference) ? 'less' : 'more'} than this ${document}.`;
    }
    case 'not_synced':
      return record.isInDoubt
        ? 'Not known: a sync job took it and did not tell whether it arrived in the ledger.'
        : 'Not synced: nothing of it has arrived in the ledger.';
    case 'not_compared':
      return notCompared(record);
    default:
      return record.comparison satisfies never;
  }
}

function notCompared(record: Compared): string {
  if (record.amount === null) return 'Not compared: the source system has not told the total.';
  if (record.syncedAmount === null) {
    return record.isByHand && record.syncStatus === 'complete'
      ? 'Not compared: it was completed by hand, so no job told what the ledger holds.'
      : 'Not compared: the job did not tell what the ledger accepted.';
  }
  return `Not compared: the total is in ${record.currency}, the ledger’s amount in ${record.syncedCurrency}.`;
}

function withoutSign(amount: Amount): Amount {
  return (isNegative(amount) ? amount.slice(1) : amount) as Amount;
}
