import { expect, test } from 'vitest';
import { type Wait, waitWords } from '#lib/claims/claim-contract.ts';
import { waitOf } from '#lib/claims/wait-of.ts';
import { sourceSettings } from '#tests/factories/record-state.ts';

const clock = (instant: string) => instant.slice(11, 16);
const words = (wait: Wait | null) => (wait === null ? null : waitWords(wait, clock));
const document = {
  kind: 'invoice' as const,
  sourceId: 'inv_1',
  number: 'INV-1042',
  recordId: null,
  state: 'pending' as const,
};
const ready = {
  kind: 'invoice' as const,
  sourceStatus: 'Created',
  settings: sourceSettings(),
  lease: null,
  unfinished: [],
};

test('what is syncable, free and waits for nothing has no wait', () => {
  expect(waitOf(ready)).toBeNull();
});

test('who holds it counts before its status, and that before what it pays', () => {
  const lease = { holder: 'TMS', until: '2026-11-22T10:42:00.000Z' };
  const draft = { ...ready, sourceStatus: 'Draft', unfinished: [document] };
  expect(words(waitOf({ ...draft, lease }))).toBe('Held by TMS until 10:42');
  expect(words(waitOf(draft))).toBe('Invoice is not created (Draft)');
  expect(words(waitOf({ ...ready, unfinished: [document] }))).toBe('Waits for invoice INV-1042');
});

test.each([
  ['bill', null, {}, 'Bill is not approved (no source status)'],
  ['bill', 'Draft', { bill: { signed: 'syncable' } }, 'Bill is not approved or signed (Draft)'],
  ['bill', 'VOID', {}, 'Bill is void in its source (VOID)'],
  ['bill', 'x', { bill: { approved: 'not_yet' } }, 'Bill is in a source status that is not synced (x)'],
  ['bill', '', { bill: { '': 'syncable' } }, null],
  ['invoice_payment', 'Draft', {}, 'Invoice payment is not posted (Draft)'],
] as const)('a %s in %j, mapped %j: %s', (kind, sourceStatus, sourceStatuses, expected) => {
  expect(words(waitOf({ ...ready, kind, sourceStatus, settings: sourceSettings({ sourceStatuses }) }))).toBe(expected);
});

test.each([
  [[{ ...document, state: 'failed' as const }], 'Waits for invoice INV-1042, which failed'],
  [[{ ...document, number: null, state: 'unknown' as const }], 'Waits for invoice inv_1, which nobody has sent'],
  [[{ ...document, state: 'excluded' as const }], 'Waits for invoice INV-1042, which is excluded'],
  [[document, document, document], 'Waits for invoice INV-1042 and 2 more'],
])('a payment says what it waits for: %#', (unfinished, expected) => {
  expect(words(waitOf({ ...ready, unfinished }))).toBe(expected);
});
