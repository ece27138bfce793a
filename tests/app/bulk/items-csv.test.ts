import { expect, test } from 'vitest';
import type { BulkItem } from '#lib/bulk/bulk-contract.ts';
import { toAmount } from '#lib/core/money.ts';
import { itemsCsv } from '../../../app/[tenant]/bulk/[id]/items/items-csv.ts';

const ITEM: BulkItem = {
  position: 1,
  recordId: '01a00000-0000-7000-8000-000000000001',
  kind: 'invoice',
  number: 'INV-1',
  sourceId: 'inv_1',
  amount: toAmount('-1250.5'),
  currency: 'USD',
  before: 'failed',
  result: 'updated',
  heldBy: null,
  heldUntil: null,
};

async function* pagesOf(pages: BulkItem[][], onEnd = () => {}): AsyncGenerator<BulkItem[]> {
  try {
    yield* pages;
  } finally {
    onEnd();
  }
}

test('all pages become lines: money a number, words for results, no formula', async () => {
  const pages = pagesOf([
    [ITEM, { ...ITEM, number: '=1+1', result: 'changed_meanwhile' }],
    [
      {
        ...ITEM,
        kind: null,
        number: null,
        sourceId: null,
        amount: null,
        currency: null,
        before: null,
        result: 'not_found',
      },
    ],
  ]);
  const text = await new Response(itemsCsv({ act: 'status' }, pages)).text();
  expect(text.split('\r\n')).toEqual([
    'Number,Kind,Amount,Currency,Was,Result,Why,Held by,Held until,Source ID,Record ID',
    `INV-1,Invoice,-1250.50,USD,Failed,Changed,,,,inv_1,${ITEM.recordId}`,
    `'=1+1,Invoice,-1250.50,USD,Failed,Changed by others meanwhile,"A sync job or a colleague changed it after it was selected, so it was left as it is now.",,,inv_1,${ITEM.recordId}`,
    `,,,,,Not found,,,,,${ITEM.recordId}`,
    '',
  ]);
});

test('a download that is broken off reads no further', async () => {
  let isEnded = false;
  const pages = pagesOf([[ITEM], [ITEM], [ITEM]], () => {
    isEnded = true;
  });
  const reader = itemsCsv({ act: 'undo' }, pages).getReader();
  await reader.read();
  await reader.read();
  await reader.cancel();
  expect(isEnded).toBe(true);
});
