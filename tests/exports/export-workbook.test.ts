import type ExcelJS from 'exceljs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBulkOperation } from '#lib/bulk/open-bulk-operation.ts';
import { newId } from '#lib/core/ids.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { exportWorkbook, FILTER, wishOf } from '#tests/factories/exported.ts';
import { type ListedRecord, listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { cellsOf, totalsOf, valuesOf } from '#tests/factories/workbook.ts';

const LONG = '999999999999999.9999';
const MESSAGE = `Vendor 'A & B' <x> is missing\r\nan account \u0007 _x0041_ 😀`;

let tenant: TestTenant;
let workbook: ExcelJS.Workbook;
let rows: Record<string, ExcelJS.Cell>[];
const ids = Array.from({ length: 9 }, newId);

/** Newest first, as the list has them. */
function records(): ListedRecord[] {
  const at = (place: number) => `2026-10-${String(28 - place).padStart(2, '0')}T12:00:00.000Z`;
  const base = (place: number, changes: Partial<ListedRecord>) =>
    listedRecord(tenant, { id: ids[place]!, sync_date: at(place), pending_since: at(place), ...changes });
  const complete = { sync_status: 1 as const, synced_currency: 'USD', synced_at: at(0), synced_content_version: 1 };
  return [
    base(0, { number: '=1+1', payer: '+Plus', billing_org: '-Minus', shipment_id: '@at', error_message: MESSAGE }),
    base(1, {
      number: '0042',
      document_date: '2026-10-31',
      source_status: 'Approved',
      sync_date: '2026-10-27T03:30:00.250Z',
      error_message: 'Request failed',
      told_message: 'Request failed\n↳ Required param missing\n↳ HTTP 400',
    }),
    base(2, { ...complete, amount: '100.0000', synced_amount: '99.9900', reference_number: '000123' }),
    base(3, { ...complete, amount: '-12.5000', synced_amount: '-12.5000' }),
    base(4, { ...complete, amount: '1000.0000', currency: 'JPY', synced_currency: 'JPY', synced_amount: '1001.0000' }),
    base(5, { sync_status: 1, is_by_hand: true, amount: '7.0005', synced_currency: null }),
    base(6, { ...complete, amount: LONG, synced_amount: '1.0000' }),
    base(7, { sync_status: 0, amount: null, currency: null, number: null, external_key: 'doc_8' }),
    base(8, {
      ...complete,
      amount: '5.0000',
      synced_amount: '4.0000',
      synced_currency: 'CAD',
      error_message: 'old',
      told_message: 'old\n↳ answer',
    }),
  ];
}

beforeAll(async () => {
  tenant = await createTenant({ timeZone: 'America/Chicago' });
  await storeRecords(tenant, records());
  await storeRecords(tenant, [
    listedRecord(tenant, { kind: 'bill' }),
    listedRecord(tenant, { excluded_at: '2026-10-01T00:00:00Z' }),
  ]);
  workbook = await exportWorkbook(memberOf(tenant), wishOf());
  rows = cellsOf(workbook.getWorksheet('Invoices'));
});

test('has the list’s records in the list’s order, and its columns in their order', () => {
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Summary', 'Invoices']);
  expect(rows.map((row) => row['Record ID']!.value)).toEqual(ids);
  expect(Object.keys(rows[0]!)).toEqual([
    'Number',
    'Payer',
    'Amount',
    'Currency',
    'Synced amount',
    'Synced currency',
    'Difference',
    'Status',
    'Error code',
    'Message',
    'Ledger’s answer',
    'Cause',
    'What to do',
    'Notes',
    'Sync date',
    'Reference',
    'Billing organisation',
    'Shipment ID',
    'Source status',
    'Document date',
    'Source',
    'Record ID',
  ]);
});

test('texts are texts, whatever they begin with, verbatim', () => {
  const [first, second, third] = rows;
  expect(['Number', 'Payer', 'Billing organisation', 'Shipment ID'].map((name) => first![name]!.value)).toEqual([
    '=1+1',
    '+Plus',
    '-Minus',
    '@at',
  ]);
  for (const name of ['Number', 'Payer', 'Message']) {
    expect(first![name]!.formula).toBeFalsy();
    expect(first![name]!.numFmt).toBe('@');
  }
  // The library gives escapes of ECMA-376 as they stand.
  expect(String(first!.Message!.value)).toBe(
    `Vendor 'A & B' <x> is missing_x000D_\nan account _x0007_ _x005F_x0041_ 😀`,
  );
  expect(second!.Number!.value).toBe('0042');
  expect(third!.Reference!.value).toBe('000123');
  expect(rows[7]!.Number!.value).toBe('doc_8');
  expect(rows[8]!.Message!.value).toBeNull();
});

test('what the ledger’s answer says stands beside a message that tells nothing', () => {
  expect([rows[1]!.Message!.value, rows[1]!['Ledger’s answer']!.value]).toEqual([
    'Request failed',
    'Required param missing\nHTTP 400',
  ]);
  expect([rows[0]!, rows[8]!].map((row) => row['Ledger’s answer']!.value)).toEqual([null, null]);
});

test('dates are dates, on the clocks of the tenant', () => {
  const [, second] = rows;
  expect(second!['Sync date']!.value).toEqual(new Date('2026-10-26T22:30:00.250Z'));
  expect(second!['Sync date']!.numFmt).toBe('d mmm yyyy hh:mm');
  expect(second!['Document date']!.value).toEqual(new Date('2026-10-31T00:00:00Z'));
  expect(second!['Document date']!.numFmt).toBe('d mmm yyyy');
});

test('money is numbers in the format of its currency', () => {
  expect(rows.map((row) => row.Amount!.value)).toEqual([100, 100, 100, -12.5, 1000, 7.0005, LONG, null, 5]);
  expect(rows.map((row) => row.Amount!.numFmt).filter((_, at) => at !== 7)).toEqual([
    '#,##0.00',
    '#,##0.00',
    '#,##0.00',
    '#,##0.00',
    '#,##0',
    '#,##0.0000',
    '@',
    '#,##0.00',
  ]);
  const marked = rows[6]!.Amount!.fill as ExcelJS.FillPattern;
  expect(marked.fgColor?.argb).toBe('FFFEF3C7');
  expect(rows.map((row) => row['Synced amount']!.value)).toEqual([null, null, 99.99, -12.5, 1001, null, 1, null, 4]);
});

test('the difference is a formula with its value where both sides are numbers, and words where they can’t be compared', () => {
  const cells = rows.map((row) => row.Difference!);
  expect(cells.map((cell) => (cell.formula ? [cell.formula, cell.result] : cell.value))).toEqual([
    'not synced',
    'not synced',
    ['ROUND(E4-C4,4)', -0.01],
    ['ROUND(E5-C5,4)', 0],
    ['ROUND(E6-C6,4)', 1],
    'not compared (by hand)',
    '-999999999999998.9999',
    'not synced',
    'not compared',
  ]);
  expect(cells[2]!.numFmt).toBe('+#,##0.00;-#,##0.00;#,##0.00');
  expect(cells[4]!.numFmt).toBe('+#,##0;-#,##0;#,##0');
});

test('statuses are in words', () => {
  expect(rows.map((row) => row.Status!.value)).toEqual([
    'Failed',
    'Failed',
    'Complete',
    'Complete',
    'Complete',
    'Complete — by hand',
    'Complete',
    'Pending',
    'Complete',
  ]);
});

test('the header is frozen and filtered, and differences are coloured', () => {
  const sheet = workbook.getWorksheet('Invoices')!;
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet.autoFilter).toBe('A1:V10');
  expect(sheet.getColumn(1).width).toBeGreaterThan(10);
  const [coloured] = (
    sheet as unknown as { conditionalFormattings: { ref: string; rules: { formulae: string[] }[] }[] }
  ).conditionalFormattings;
  expect(coloured?.ref).toBe('G2:G10');
  expect(coloured?.rules.map(({ formulae }) => formulae)).toEqual([
    ['AND(ISNUMBER(G2),G2<>0)'],
    ['AND(ISNUMBER(G2),G2=0)'],
  ]);
});

describe('The first sheet', () => {
  test('says what this is an export of', () => {
    const sheet = workbook.getWorksheet('Summary')!;
    const said = new Map(sheet.getRows(1, sheet.rowCount)!.map((row) => [row.getCell(1).value, row.getCell(2)]));
    expect(said.get('Tab')?.value).toBe('Invoices');
    expect(said.get('Records')?.result).toBe(9);
    expect(said.get('Records')?.formula).toBe("COUNTA('Invoices'!$V$2:$V$10)");
    expect(said.get('Exported at')?.value).toBeInstanceOf(Date);
  });

  test('adds up what the rows say, by status and currency, and tells what was completed by hand apart', () => {
    const totals = totalsOf(workbook).map(({ status, currency, records, sums }) => [
      status,
      currency,
      records,
      ...sums,
    ]);
    expect(totals).toEqual([
      // The long amount is text, and so is no part of the sum.
      ['Complete', 'USD', 4, 92.5, 88.49, -0.01],
      ['Complete', 'JPY', 1, 1000, 1001, 1],
      ['Complete', 'CAD', 0, 0, 4, 0],
      ['Complete — by hand', 'USD', 1, 7.0005, 0, 0],
      ['Failed', 'USD', 2, 200, 0, 0],
      ['Pending', 'none', 1, 0, 0, 0],
      ['All', 'USD', 7, 299.5005, 88.49, -0.01],
      ['All', 'JPY', 1, 1000, 1001, 1],
      ['All', 'CAD', 0, 0, 4, 0],
      ['All', 'none', 1, 0, 0, 0],
    ]);
  });

  test('calculates each figure from the rows', () => {
    const [first] = totalsOf(workbook);
    expect(first!.formulas).toEqual([
      `COUNTIFS('Invoices'!$H$2:$H$10,"Complete",'Invoices'!$D$2:$D$10,"USD")`,
      `ROUND(SUMIFS('Invoices'!$C$2:$C$10,'Invoices'!$H$2:$H$10,"Complete",'Invoices'!$D$2:$D$10,"USD"),4)`,
      `ROUND(SUMIFS('Invoices'!$E$2:$E$10,'Invoices'!$H$2:$H$10,"Complete",'Invoices'!$F$2:$F$10,"USD"),4)`,
      `ROUND(SUMIFS('Invoices'!$G$2:$G$10,'Invoices'!$H$2:$H$10,"Complete",'Invoices'!$D$2:$D$10,"USD"),4)`,
    ]);
  });

  test('says what stands as text and what it comes to', () => {
    const sheet = workbook.getWorksheet('Summary')!;
    const notes = sheet.getColumn(1).values.filter((value) => String(value).includes('digits'));
    expect(notes).toContain(
      'Amount, Complete, USD: 1 of more than 15 digits stand as text and are not in the sum; with them it is 1000000000000092.4999.',
    );
  });
});

test('rows go on in another sheet, and the formulas over all of them', async () => {
  const several = await exportWorkbook(memberOf(tenant), wishOf(), 4);
  expect(several.worksheets.map(({ name }) => name)).toEqual(['Summary', 'Invoices', 'Invoices 2', 'Invoices 3']);
  const parts = ['Invoices', 'Invoices 2', 'Invoices 3'].map((name) => several.getWorksheet(name));
  expect(parts.flatMap((sheet) => valuesOf(sheet).map((row) => row['Record ID']))).toEqual(ids);
  expect(parts.map((sheet) => sheet!.autoFilter)).toEqual(['A1:V5', 'A1:V5', 'A1:V2']);
  expect(parts.map((sheet) => sheet!.dimensions.bottom)).toEqual([5, 5, 2]);
  const [first] = totalsOf(several);
  expect(first).toMatchObject({ records: 4, sums: [92.5, 88.49, -0.01] });
  expect(first!.formulas[1]).toBe(
    `ROUND(${[5, 5, 2]
      .map((last, at) => {
        const name = at === 0 ? `'Invoices'` : `'Invoices ${at + 1}'`;
        return `SUMIFS(${name}!$C$2:$C$${last},${name}!$H$2:$H$${last},"Complete",${name}!$D$2:$D$${last},"USD")`;
      })
      .join('+')},4)`,
  );
});

test('hidden columns stay out but those that the formulas need, which come last', async () => {
  const few = await exportWorkbook(memberOf(tenant), wishOf({ columns: [{ id: 'payer', label: 'Payer' }] }));
  expect((few.getWorksheet('Invoices')!.getRow(1).values as string[]).slice(1)).toEqual([
    'Payer',
    'Amount',
    'Currency',
    'Synced amount',
    'Synced currency',
    'Status',
    'Record ID',
  ]);
  expect(totalsOf(few)[0]).toMatchObject({ status: 'Complete', currency: 'USD', records: 4, sums: [92.5, 88.49] });
});

test('nothing that matches is an empty sheet with its header', async () => {
  const scope = { by: 'filter' as const, filter: { ...FILTER, search: 'no such number' } };
  const empty = await exportWorkbook(memberOf(tenant), wishOf({ scope }));
  expect(empty.getWorksheet('Invoices')!.rowCount).toBe(1);
  expect(totalsOf(empty)).toEqual([]);
});

test('an operation’s records are exported exactly, whatever they are now', async () => {
  const { id: operationId } = await openBulkOperation(memberOf(tenant), {
    act: 'status',
    target: 'pending',
    selection: { by: 'ids', ids: [ids[2]!, ids[7]!] },
  });
  await asAdministrator(`UPDATE sync_record SET sync_status = 2 WHERE tenant_id = $1 AND id = $2`, [
    tenant.info.id,
    ids[2],
  ]);
  const scope = { by: 'operation' as const, operationId };
  const frozen = await exportWorkbook(memberOf(tenant), wishOf({ scope }));
  expect(valuesOf(frozen.getWorksheet('Invoices')).map((row) => row['Record ID'])).toEqual([ids[2], ids[7]]);
  expect(valuesOf(frozen.getWorksheet('Invoices')).map((row) => row.Status)).toEqual(['Failed', 'Pending']);
});
