import { expect, test } from 'vitest';
import { foldNumber } from '#lib/ledger-documents/fold-number.ts';

test('Numbers are one whatever case, spaces and signs they are written with', () => {
  expect(['INV-10442', 'inv 10442', ' Inv/10442 ', 'INV10442', 'ＩＮＶ－10442'].map(foldNumber)).toEqual(
    Array(5).fill('inv10442'),
  );
  expect(['0042', '42', '---', '', '  ', null].map(foldNumber)).toEqual(['0042', '42', '---', null, null, null]);
});
