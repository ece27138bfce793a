import { RESULT_LABEL, SKIP_MEANING } from '#components/bulk/bulk-words.ts';
import { type BulkItem, type BulkOperation, SKIP_REASONS } from '#lib/bulk/bulk-contract.ts';
import { toApiAmount } from '#lib/core/money.ts';
import { CSV_BOM, type CsvValue, csvLine } from '#lib/exports/csv.ts';
import { KIND_LABEL, STATUS_LABEL } from '#lib/records/kinds.ts';

const HEAD = [
  'Number',
  'Kind',
  'Amount',
  'Currency',
  'Was',
  'Result',
  'Why',
  'Held by',
  'Held until',
  'Source ID',
  'Record ID',
];

/** Takes an operation and its items page by page; gives them as CSV, read no faster than it is taken. */
export function itemsCsv(
  operation: Pick<BulkOperation, 'act'>,
  pages: AsyncGenerator<BulkItem[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(CSV_BOM + csvLine(HEAD)));
    },
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done === true) return controller.close();
      controller.enqueue(encoder.encode(value.map((item) => csvLine(valuesOf(item, operation))).join('')));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

function valuesOf(item: BulkItem, operation: Pick<BulkOperation, 'act'>): CsvValue[] {
  const { kind, amount, before, result } = item;
  const skip = SKIP_REASONS.find((reason) => reason === result);
  return [
    item.number,
    kind === null ? null : KIND_LABEL[kind].one,
    amount === null ? null : { number: toApiAmount(amount) },
    item.currency,
    before === null ? null : STATUS_LABEL[before],
    result === null ? 'Waits' : operation.act === 'undo' && result === 'updated' ? 'Restored' : RESULT_LABEL[result],
    skip === undefined ? null : SKIP_MEANING[skip],
    item.heldBy,
    item.heldUntil,
    item.sourceId,
    item.recordId,
  ];
}
