import { decimalsOfCurrency, sumOf } from '#lib/core/money.ts';
import { DIGITS_MAX, formulaCell, instantCell, isTooLong, shortNumber, textCell } from './cells.ts';
import type { Remark } from './export-job.ts';
import { SHEET_NAMESPACES } from './sheet-xml.ts';
import { differenceStyle, moneyStyle, STYLE } from './styles.ts';
import { type Total, type TotalsGroup, totalsByCurrency } from './totals.ts';
import { quotedName } from './workbook.ts';

/** A sheet of records as the formulas go by it: its name and its last row. */
export type SummedSheet = { name: string; lastRow: number };

type Summary = {
  remarks: readonly Remark[];
  createdLocalMs: number;
  records: number;
  groups: readonly TotalsGroup[];
  sheets: readonly SummedSheet[];
  /** The letters of the columns of the records, by their keys. */
  letters: Map<string, string>;
};

const WIDTHS = [30, 22, 12, 20, 20, 20];
const MEASURES = [
  { key: 'amount', header: 'Amount', letter: 'D' },
  { key: 'synced', header: 'Synced amount', letter: 'E' },
  { key: 'difference', header: 'Difference', letter: 'F' },
] as const;

/** Writes the first sheet: what this is an export of, and totals that Excel calculates from the rows themselves. */
export function summaryXml({ remarks, createdLocalMs, records, groups, sheets, letters }: Summary): string {
  const rows: string[] = [];
  const add = (...cells: ((place: number) => string)[]) => {
    const place = rows.length + 1;
    rows.push(`<row r="${place}">${cells.map((cell) => cell(place)).join('')}</row>`);
  };
  const text = (letter: string, words: string, style: number) => (place: number) =>
    textCell(letter + place, words, style);

  add(text('A', 'Tieout: accounting sync history', STYLE.title));
  add();
  for (const remark of remarks) {
    add(text('A', remark.label, STYLE.label), text('B', remark.text, STYLE.wrapped));
  }
  add(text('A', 'Exported at', STYLE.label), (place) => instantCell(`B${place}`, createdLocalMs));
  add(text('A', 'Records', STYLE.label), (place) =>
    formulaCell(`B${place}`, overSheets('COUNTA', sheets, letters, 'recordId', []), records, STYLE.count),
  );
  add();

  const measures = MEASURES.filter(({ key }) => letters.has(key));
  const headers: [string, string][] = [
    ['A', 'Status'],
    ['B', 'Currency'],
    ['C', 'Records'],
    ...measures.map(({ letter, header }): [string, string] => [letter, header]),
  ];
  add(...headers.map(([letter, header]) => text(letter, header, STYLE.header)));
  const totals = [...groups, ...totalsByCurrency(groups)];
  for (const group of totals) {
    const conditions = [
      ...(group.status === 'All' ? [] : [{ key: 'status', equals: group.status }]),
      { key: 'currency', equals: group.currency },
    ];
    add(
      text('A', group.status, STYLE.text),
      text('B', group.currency ?? 'none', STYLE.text),
      (place) =>
        formulaCell(`C${place}`, overSheets('COUNTIFS', sheets, letters, null, conditions), group.records, STYLE.count),
      ...measures.map(({ key, letter }) => {
        // Synced amounts add up in the currency that was synced.
        const by = conditions.map((condition) =>
          key === 'synced' && condition.key === 'currency' ? { ...condition, key: 'syncedCurrency' } : condition,
        );
        const formula = `ROUND(${overSheets('SUMIFS', sheets, letters, key, by)},4)`;
        const decimals = Math.max(decimalsOfCurrency(group.currency), decimalsOf(group[key]));
        const style = key === 'difference' ? differenceStyle(decimals) : moneyStyle(decimals);
        return (place: number) => formulaCell(letter + place, formula, Number(group[key].amount), style);
      }),
    );
  }
  const notes = totals.flatMap((group) => measures.flatMap(({ key, header }) => noteOf(group, group[key], header)));
  if (notes.length > 0) add();
  for (const note of notes) add(text('A', note, STYLE.quiet));

  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet ${SHEET_NAMESPACES}><dimension ref="A1:F${rows.length}"/>\
<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>\
<cols>${WIDTHS.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>\
<sheetData>${rows.join('')}</sheetData>\
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`;
}

type Condition = { key: string; equals: string | null };

/** Adds a function up over all sheets: of one column, of the rows in which others hold what they should. */
function overSheets(
  name: 'COUNTA' | 'COUNTIFS' | 'SUMIFS',
  sheets: readonly SummedSheet[],
  letters: Map<string, string>,
  key: string | null,
  conditions: readonly Condition[],
): string {
  return sheets
    .map((sheet) => {
      const range = (of: string) => rangeOf(sheet, letters.get(of) ?? 'A');
      const criteria = conditions.map(
        // A criterion of "=" finds the cells that are empty.
        ({ key: of, equals }) => `${range(of)},"${(equals ?? '=').replaceAll('"', '""')}"`,
      );
      return `${name}(${[...(key === null ? [] : [range(key)]), ...criteria].join(',')})`;
    })
    .join('+');
}

function rangeOf({ name, lastRow }: SummedSheet, letter: string): string {
  return `${quotedName(name)}!$${letter}$2:$${letter}$${Math.max(2, lastRow)}`;
}

function decimalsOf({ amount }: Total): number {
  return shortNumber(amount).split('.')[1]?.length ?? 0;
}

/** What must be said of a sum that Excel can't give exactly. */
function noteOf({ status, currency }: TotalsGroup, total: Total, header: string): string[] {
  const what = `${header}, ${status}, ${currency ?? 'no currency'}`;
  if (total.longCount > 0) {
    return [
      `${what}: ${total.longCount.toLocaleString('en')} of more than ${DIGITS_MAX} digits stand as text and are not in the sum; with them it is ${shortNumber(sumOf([total.amount, total.long]))}.`,
    ];
  }
  const exact = shortNumber(total.amount);
  return isTooLong(exact) ? [`${what}: exactly ${exact}; Excel keeps ${DIGITS_MAX} digits.`] : [];
}
