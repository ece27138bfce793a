import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { plainDate, plainNumber } from '#lib/imports/formats/excel-values.ts';
import type { FileRow } from '#lib/imports/formats/file-refusal.ts';
import { fileRows } from '#lib/imports/formats/file-rows.ts';
import { planOf } from '#lib/imports/read-file.ts';
import { fileOf, read, workbookParts, zipped } from '#tests/factories/import-files.ts';

async function rowsOf(content: Uint8Array | string): Promise<FileRow[]> {
  const { format, detected } = await read(content);
  const rows: FileRow[] = [];
  for await (const some of fileRows(fileOf(content), planOf(format, detected))) rows.push(...some);
  return rows;
}

describe('A workbook', () => {
  test('of a spreadsheet program is read with its real dates and exact numbers, from the sheet that is shown first', async () => {
    const workbook = new ExcelJS.Workbook();
    const hidden = workbook.addWorksheet('Hidden', { state: 'hidden' });
    hidden.addRow(['nothing']);
    const sheet = workbook.addWorksheet('Bills & more');
    sheet.addRow(['Bill no', 'Amount', 'Date', 'Paid at', 'Note']);
    sheet.addRow(['B-1', 1250.1, new Date(Date.UTC(2026, 9, 31)), new Date(Date.UTC(2026, 9, 31, 14, 5, 9)), 'a']);
    sheet.addRow([]);
    sheet.addRow([7, 0.1 + 0.2, new Date(Date.UTC(1901, 0, 1)), null, { richText: [{ text: 'ri' }, { text: 'ch' }] }]);
    for (const column of ['C', 'D']) sheet.getColumn(column).numFmt = 'dd/mm/yyyy hh:mm';
    const content = new Uint8Array(await workbook.xlsx.writeBuffer());
    const { format, detected } = await read(content);
    expect(format).toBe('xlsx');
    expect(detected).toMatchObject({
      sheets: ['Bills & more', 'Hidden'],
      sheet: 'Bills & more',
      rows: 2,
      kind: 'bill',
    });
    expect(detected.columns.map(({ guess, isTyped }) => [guess, isTyped])).toEqual([
      ['record.number', false],
      ['record.amount', true],
      ['record.documentDate', false],
      [null, false],
      [null, false],
    ]);
    const rows = await rowsOf(content);
    expect(rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, 'Bill no', 'Amount', 'Date', 'Paid at', 'Note'],
      [2, 'B-1', '1250.1', '2026-10-31', '2026-10-31T14:05:09', 'a'],
      [4, '7', '0.3', '1901-01-01', '', 'rich'],
    ]);
    expect([...(rows[2]?.numbers ?? [])]).toEqual([0, 1]);
    expect((await read(content, { sheet: 'Hidden', hasHeadings: false })).detected.rows).toBe(1);
  });

  test.each([
    ['1250.0999999999999', '1250.1'],
    ['-1.5E-3', '-0.0015'],
    ['1E+3', '1000'],
    ['123456789012345678', '123456789012346000'],
    ['.5', '0.5'],
    ['-0', '0'],
    ['12.50', '12.5'],
  ])('number %s is %s to people', (stored, seen) => expect(plainNumber(stored)).toBe(seen));

  test.each([
    ['60', false, '1900-02-28'],
    ['61', false, '1900-03-01'],
    ['1', false, '1900-01-01'],
    ['0', true, '1904-01-01'],
    ['46326.5', false, '2026-10-31T12:00:00'],
    ['46325.999999999', false, '2026-10-31'],
    ['0.25', false, '06:00:00'],
    ['-1', false, null],
    ['2958466', false, null],
  ])('day %s (from 1904: %s) is %s', (stored, from1904, day) => expect(plainDate(stored, from1904)).toBe(day));
});

describe('A table', () => {
  test('that names its separator in a first line has it', async () => {
    const { detected } = await read('sep=;\r\nid;payer, and more\r\n1;a,b,c\r\n');
    expect(detected).toMatchObject({ separator: ';', rows: 1, preview: [['1', 'a,b,c']] });
    expect(await rowsOf('sep=;\r\nid;x\r\n1;2\r\n')).toHaveLength(2);
  });

  test('tells rows with text after a closing quote, and goes on with the next', async () => {
    const rows = await rowsOf('id,payer\n1,"a"b\n2,c"d\n');
    expect(rows.map(({ fault }) => fault !== null)).toEqual([false, true, false]);
    expect(rows[2]?.cells).toEqual(['2', 'c"d']);
  });
});

describe('Refused with one sentence that says what it is', () => {
  const row = (cell: string) => `<row r="7"><c r="A7"><v>1</v></c>${cell}</row>`;
  const formula = row('<c r="B7"><f>SUM(A1:A6)</f><v>3</v></c>');
  const many = `<si><t>${'a'.repeat(250)}</t></si>`;
  const zips: [string, Record<string, string | Uint8Array>, RegExp][] = [
    ['a formula', workbookParts(formula), /^Row 7 of the sheet “Bills” holds a formula/],
    ['macros', workbookParts('', { 'xl/vbaProject.bin': 'x' }), /macros/],
    ['links to other files', workbookParts('', { 'xl/externalLinks/externalLink1.xml': 'x' }), /links to other files/],
    ['a binary workbook', { 'xl/workbook.bin': 'x' }, /\.xlsb/],
    ['an OpenDocument file', { 'content.xml': 'x' }, /OpenDocument/],
    ['another archive', { 'a.csv': 'x' }, /not a workbook/],
    ['a zip bomb', workbookParts('', { 'xl/media/x.bin': new Uint8Array(80 * 1024 ** 2) }), /zip bomb/],
    [
      'a document type',
      workbookParts('', { 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' }),
      /damaged/,
    ],
    ['broken XML', workbookParts('<row><c></row>'), /damaged/],
    [
      'a cell of 2 MB',
      workbookParts(row(`<c r="B7" t="inlineStr"><is><t>${'x'.repeat(2e6)}</t></is></c>`)),
      /longer than 1,000,000/,
    ],
    ['an unknown shared string', workbookParts(row('<c r="B7" t="s"><v>5</v></c>')), /damaged/],
    ['no rows', workbookParts(''), /no rows/],
  ];
  test.each(zips)('%s', async (_what, parts, sentence) => {
    await expect(read(await zipped(parts))).rejects.toThrow(sentence);
  });

  test('an oversized table of shared strings', async () => {
    const strings = `<sst>${many.repeat(280_000)}</sst>`;
    // Texts of many kinds do not shrink so much that the archive itself is refused.
    const noise = Array.from({ length: 90_000 }, () => `<!--${Math.random()}-->`).join('');
    const zip = await zipped(workbookParts(row(''), { 'xl/sharedStrings.xml': noise + strings }));
    await expect(read(zip)).rejects.toThrow(/table of texts is larger than 64 MiB/);
  });

  test('an archive that says less than it holds', async () => {
    const zip = await zipped(workbookParts(row('<c r="B7"><v>12345</v></c>')));
    const name = Buffer.from('xl/worksheets/sheet1.xml');
    const entry = zip.lastIndexOf(name) - 46;
    zip.writeUInt32LE(20, entry + 24);
    await expect(read(zip)).rejects.toThrow(/damaged/);
  });

  const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  const others: [string, Uint8Array | string, RegExp][] = [
    ['an old workbook', Buffer.concat([ole, Buffer.alloc(5_000)]), /\.xls\)/],
    [
      'a protected workbook',
      Buffer.concat([ole, Buffer.alloc(9_999), Buffer.from('EncryptedPackage', 'utf16le')]),
      /password/,
    ],
    ['half an archive', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500, 1)]), /damaged/],
    ['a PDF', '%PDF-1.7 x', /a PDF/],
    ['an image', Buffer.from('89504e470d0a1a0a', 'hex'), /an image/],
    [
      'binary garbage',
      Buffer.from(Array.from({ length: 4_000 }, (_, n) => (n * 7919) % 251)),
      /neither text nor a workbook/,
    ],
    ['a web page', '<html><table><tr><td>1</td></tr></table></html>', /web page/],
    ['a JSON list', '[{"kind":"bill"}]', /one object a line/],
    ['an unclosed quote', 'a,b\n1,2\n3,"4\n5,6\n', /^The row at line 3 opens a quote that is never closed/],
    ['a row of 10 MB', `a,b\n1,${'x'.repeat(1e7)}\n`, /^The row at line 2 is longer than 1,000,000/],
    ['a line of 10 MB', `{"a":"${'x'.repeat(1e7)}"}\n`, /^Line 1 is longer/],
    ['headings alone', 'id,amount\n', /headings and no rows/],
    ['blanks alone', ' \n\n,,\n', /no rows/],
  ];
  test.each(others)('%s', async (_what, content, sentence) => {
    await expect(read(content)).rejects.toThrow(sentence);
  });

  test('text that is not of the chosen encoding', async () => {
    await expect(read(Buffer.from('a\n\xe4\n', 'latin1'), { encoding: 'utf-8' })).rejects.toThrow(
      /not encoded as utf-8/,
    );
  });
});
