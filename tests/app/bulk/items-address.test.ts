import { expect, test } from 'vitest';
import { BULK_RESULTS, itemsQuery, itemsState } from '../../../app/[tenant]/bulk/[id]/items-address.ts';

test.each(BULK_RESULTS)('the result %s comes back from the address', (result) => {
  const query = itemsQuery({ result, cursor: 'abc' });
  expect(itemsState(Object.fromEntries(new URLSearchParams(query)))).toEqual({ result, cursor: 'abc' });
});

test('what the address says wrongly is left out', () => {
  expect(itemsState({ result: 'nonsense', cursor: 'x'.repeat(2_001) })).toEqual({ result: null, cursor: null });
  expect(itemsState({ result: ['updated', 'held'], cursor: ['a', 'b'] })).toEqual({ result: null, cursor: null });
  expect(itemsQuery({ result: null, cursor: null })).toBe('');
});
