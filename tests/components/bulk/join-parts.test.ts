import { expect, test } from 'vitest';
import { joinParts, partsByStatus } from '#components/bulk/join-parts.ts';
import type { BulkPart } from '#lib/bulk/bulk-contract.ts';
import { toAmount } from '#lib/core/money.ts';

const usd = (count: number, amount: string) => ({ currency: 'USD', count, amount: toAmount(amount) });
const eur = (count: number, amount: string) => ({ currency: 'EUR', count, amount: toAmount(amount) });

const PARTS: BulkPart[] = (
  [
    { syncStatus: 'failed', isByHand: false, isInLedger: true, count: 3, amounts: [usd(2, '0.10'), eur(1, '5')] },
    { syncStatus: 'complete', isByHand: true, isInLedger: false, count: 1, amounts: [usd(1, '-4')] },
    { syncStatus: 'failed', isByHand: false, isInLedger: false, count: 4, amounts: [usd(4, '0.20')] },
    { syncStatus: 'complete', isByHand: false, isInLedger: true, count: 2, amounts: [eur(2, '7.5')] },
    { syncStatus: 'pending', isByHand: false, isInLedger: false, count: 1, amounts: [] },
  ] satisfies Omit<BulkPart, 'isExcluded'>[]
).map((part) => ({ ...part, isExcluded: false }));

test('one for each status, by hand apart, whatever the ledger holds', () => {
  const shown = partsByStatus(PARTS).map(({ syncStatus, isByHand, count }) => [syncStatus, isByHand, count]);
  expect(shown).toEqual([
    ['pending', false, 1],
    ['complete', false, 2],
    ['complete', true, 1],
    ['failed', false, 7],
  ]);
});

test('money is added up exactly, per currency', () => {
  expect(partsByStatus(PARTS).at(-1)?.amounts).toEqual([usd(6, '0.30'), eur(1, '5')]);
  expect(joinParts(PARTS)).toEqual({ count: 11, amounts: [usd(7, '-3.70'), eur(3, '12.50')] });
});
