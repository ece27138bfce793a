import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { listReference } from '#lib/reference/list-reference.ts';
import { readReferenceCsv } from '#lib/reference/read-csv.ts';
import { uploadReference } from '#lib/reference/upload-reference.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;

beforeAll(() => administrator());
beforeEach(async () => {
  tenant = await createTenant();
});
afterAll(closeDatabase);

const upload = (text: string, isWhole = false) =>
  uploadReference(memberOf(tenant), { type: 'account', source: 'tms', text, isWhole });
const active = async () => {
  const filter = { type: 'account', source: null, isActive: true, search: '' } as const;
  return (await listReference(memberOf(tenant), filter, { limit: 10, cursor: null })).items;
};

describe('A CSV file of reference data', () => {
  test('goes in row by row; what is wrong is named by its row, and costs the others nothing', async () => {
    const text = [
      'Source ID;Name;Code;Account-Type;Active;Colour',
      'a1;"Fuel; diesel";5100;Expense;yes;red',
      '',
      'a2;;5200;Expense;yes;red',
      'a3;Tolls;5300;;no;red',
      'a4;Ferry;5400;;perhaps;red',
    ].join('\r\n');
    const result = await upload(`\ufeff${text}`);
    expect(result).toMatchObject({ created: 2, rejected: 2, deactivated: 0, unknownColumns: ['Colour'] });
    expect(result.problems).toEqual([
      { row: 4, field: 'name', message: 'must not be empty' },
      { row: 6, field: 'active', message: 'must be true or false' },
    ]);
    expect(await active()).toMatchObject([{ name: 'Fuel; diesel', details: { accountType: 'Expense' } }]);
    expect(await upload(text)).toMatchObject({ created: 0, unchanged: 2 });
  });

  test('as the whole list makes inactive what it does not hold, unless a row of it was refused', async () => {
    const rows = Array.from({ length: 1500 }, (_, index) => `b${index},Account ${index}`);
    await upload(`id,name\nold,Old one\n`);
    expect(await upload(`id,name\n${rows.join('\n')}\n,No id`, true)).toMatchObject({
      created: 1500,
      isComplete: false,
      deactivated: 0,
    });
    expect(await upload(`id,name\n${rows.slice(0, 2).join('\n')}`, true)).toMatchObject({
      unchanged: 2,
      isComplete: true,
      deactivated: 1499,
    });
    expect((await active()).map(({ sourceId }) => sourceId)).toEqual(['b0', 'b1']);
  });
});

test.each([
  ['nothing', '', 'has no rows'],
  ['a header alone', 'sourceId,name\n', 'has no rows'],
  ['no name', 'sourceId,code\na,1', 'no column name'],
  ['a column twice', 'id,sourceId,name\na,b,c', 'sourceId twice'],
  ['an open quote', 'sourceId,name\na,"b', 'can’t be read as CSV'],
])('a file with %s is refused in words', (_what, text, words) => {
  expect(() => readReferenceCsv('account', text)).toThrow(words);
});

test('options of a tracking category stand in one cell', () => {
  const { items } = readReferenceCsv('tracking', 'sourceId\tname\toptions\nt1\tRegion\tEast| West');
  expect(items).toEqual([
    { row: 2, item: { sourceId: 't1', name: 'Region', options: [{ name: 'East' }, { name: 'West' }] } },
  ]);
});
