import { beforeAll, describe, expect, test } from 'vitest';
import { exportBytes, wishOf } from '#tests/factories/exported.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createTenant, memberOf } from '#tests/factories/tenant.ts';
import { zipParts } from '#tests/factories/zip-parts.ts';

/** The order in which ECMA-376 (18.3.1.99) wants what is in a worksheet; of those that are written here. */
const WORKSHEET_ORDER = [
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetData',
  'autoFilter',
  'conditionalFormatting',
  'pageMargins',
  'pageSetup',
  'ignoredErrors',
];
const STYLES_ORDER = [
  'numFmts',
  'fonts',
  'fills',
  'borders',
  'cellStyleXfs',
  'cellXfs',
  'cellStyles',
  'dxfs',
  'tableStyles',
];

let parts: Map<string, string>;
let sheets: string[];

beforeAll(async () => {
  const tenant = await createTenant();
  const hostile = `<a href="x">&amp; ]]> ${'long '.repeat(9000)}\u0000`.replace('\u0000', '\u0001');
  await storeRecords(tenant, [
    listedRecord(tenant, { number: 'A&B <"quoted">', error_message: hostile }),
    listedRecord(tenant, { sync_status: 1, synced_amount: '99', synced_currency: 'USD', payer: `O'Neill "&" Söhne` }),
    listedRecord(tenant),
  ]);
  const wish = wishOf({
    options: { format: 'xlsx', hasAttempts: true, hasLines: true },
    remarks: [{ label: 'Filter & <more>', text: `Payer: "O'Neill" & Söhne` }],
  });
  parts = zipParts(await exportBytes(memberOf(tenant), wish, 2));
  sheets = [...parts.keys()].filter((name) => name.startsWith('xl/worksheets/'));
});

function part(name: string): string {
  const text = parts.get(name);
  if (text === undefined) throw new Error(`There is no ${name}`);
  return text;
}

/** The elements of a text in their order, each with how deep it lies. Throws if they are not well nested. */
function elements(xml: string): { name: string; depth: number; attributes: Map<string, string> }[] {
  const found: { name: string; depth: number; attributes: Map<string, string> }[] = [];
  const open: string[] = [];
  for (const [, close, name = '', inside = '', selfClosed] of xml.matchAll(/<(\/)?([A-Za-z:]+)([^<>]*?)(\/)?>/g)) {
    if (close !== undefined) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const attributes = [...inside.matchAll(/ ([\w:]+)="([^"<]*)"/g)].map(
      ([, key = '', value = '']) => [key, value] as const,
    );
    const names = attributes.map(([key]) => key);
    if (new Set(names).size !== names.length) throw new Error(`<${name}> has an attribute twice`);
    found.push({ name, depth: open.length, attributes: new Map(attributes) });
    if (selfClosed === undefined) open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} stay open`);
  return found;
}

const attributesOf = (xml: string, name: string) =>
  elements(xml)
    .filter((element) => element.name === name)
    .map(({ attributes }) => attributes);

test('each part is XML that is well nested and holds no character that XML forbids', () => {
  for (const [name, xml] of parts) {
    expect(xml, name).toMatch(/^<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n</);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(xml, name).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
    expect(xml.replace(/&(amp|lt|gt|quot);/g, ''), name).not.toContain('&');
    expect(elements(xml.replace(/^<\?.*\?>\n/, '')).length, name).toBeGreaterThan(0);
  }
});

test('each part has a content type, and each content type its part', () => {
  const types = part('[Content_Types].xml');
  const named = attributesOf(types, 'Override').map((attributes) => attributes.get('PartName'));
  const others = [...parts.keys()].filter((name) => !name.endsWith('.rels') && name !== '[Content_Types].xml');
  expect(named.toSorted()).toEqual(others.map((name) => `/${name}`).toSorted());
  expect(attributesOf(types, 'Default').map((attributes) => attributes.get('Extension'))).toEqual(['rels', 'xml']);
});

test.each([
  ['_rels/.rels', ''],
  ['xl/_rels/workbook.xml.rels', 'xl/'],
])('each relation of %s leads to a part, by an id of its own', (name, base) => {
  const relations = attributesOf(part(name), 'Relationship');
  const ids = relations.map((attributes) => attributes.get('Id'));
  expect(new Set(ids).size).toBe(ids.length);
  for (const attributes of relations) expect([...parts.keys()]).toContain(base + attributes.get('Target'));
});

describe('The workbook', () => {
  test('names each sheet once, legally, by a relation that is there', () => {
    const found = attributesOf(part('xl/workbook.xml'), 'sheet');
    const relations = attributesOf(part('xl/_rels/workbook.xml.rels'), 'Relationship').map((one) => one.get('Id'));
    expect(found.map((sheet) => sheet.get('name'))).toEqual(['Summary', 'Invoices', 'Invoices 2', 'Attempts', 'Lines']);
    expect(new Set(found.map((sheet) => sheet.get('sheetId'))).size).toBe(sheets.length);
    for (const sheet of found) {
      expect(sheet.get('name')).toMatch(/^[^\\/?*[\]:']{1,31}$/);
      expect(relations).toContain(sheet.get('r:id'));
    }
  });

  test('has its elements in order, and a filter’s name for each sheet with a filter', () => {
    const xml = part('xl/workbook.xml');
    const order = elements(xml).flatMap(({ name, depth }) => (depth === 1 ? [name] : []));
    expect(order).toEqual(['workbookPr', 'bookViews', 'sheets', 'definedNames', 'calcPr']);
    const names = attributesOf(xml, 'definedName');
    expect(names.map((name) => name.get('localSheetId'))).toEqual(['1', '2', '3', '4']);
    expect(xml).toContain(`>'Invoices 2'!$A$1:$V$2<`);
  });
});

describe('Each worksheet', () => {
  test('has its elements in the order of the standard', () => {
    for (const name of sheets) {
      const order = elements(part(name)).flatMap((element) => (element.depth === 1 ? [element.name] : []));
      expect(order.toSorted((one, other) => WORKSHEET_ORDER.indexOf(one) - WORKSHEET_ORDER.indexOf(other))).toEqual(
        order,
      );
      for (const element of order) expect(WORKSHEET_ORDER).toContain(element);
    }
  });

  test('has rows and cells that ascend, within its dimension, in styles that are there', () => {
    const styles = attributesOf(part('xl/styles.xml'), 'cellXfs')[0]?.get('count');
    for (const name of sheets) {
      const dimension = attributesOf(part(name), 'dimension')[0]?.get('ref');
      let lastRow = 0;
      let lastColumn = 0;
      for (const { name: element, attributes } of elements(part(name))) {
        if (element === 'row') {
          expect(Number(attributes.get('r'))).toBeGreaterThan(lastRow);
          lastRow = Number(attributes.get('r'));
          lastColumn = 0;
        }
        if (element !== 'c') continue;
        const [, letters = '', row] = /^([A-Z]+)(\d+)$/.exec(attributes.get('r') ?? '') ?? [];
        const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
        expect(Number(row)).toBe(lastRow);
        expect(column).toBeGreaterThan(lastColumn);
        lastColumn = column;
        expect(Number(attributes.get('s'))).toBeLessThan(Number(styles));
      }
      expect(dimension).toMatch(new RegExp(`^A1:[A-Z]+${lastRow}$`));
    }
  });

  test('holds no text that is longer than a cell may be, and shows where one was cut', () => {
    const texts = sheets.flatMap((name) =>
      [...part(name).matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text = '']) => text),
    );
    const lengths = texts.map((text) => text.replace(/&\w+;|_x[0-9A-F]{4}_/g, '.').length);
    expect(Math.max(...lengths)).toBe(32_767);
    expect(texts.some((text) => /… \[cut: 45,0\d\d characters, whole in Tieout\]$/.test(text))).toBe(true);
  });
});

test('the styles count what they hold, in the order of the standard, with formats of ids of their own', () => {
  const xml = part('xl/styles.xml');
  const all = elements(xml);
  expect(all.flatMap(({ name, depth }) => (depth === 1 ? [name] : []))).toEqual(STYLES_ORDER);
  for (const [at, { name, attributes }] of all.entries()) {
    if (!attributes.has('count')) continue;
    const end = all.findIndex(({ depth }, later) => later > at && depth <= 1);
    const children = all.slice(at + 1, end === -1 ? undefined : end).filter(({ depth }) => depth === 2);
    expect(children.length, name).toBe(Number(attributes.get('count')));
  }
  const ids = attributesOf(xml, 'numFmt').map((format) => Number(format.get('numFmtId')));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.min(...ids)).toBeGreaterThanOrEqual(164);
  for (const format of attributesOf(xml, 'xf')) {
    const id = Number(format.get('numFmtId'));
    expect(id < 50 || ids.includes(id)).toBe(true);
  }
});
