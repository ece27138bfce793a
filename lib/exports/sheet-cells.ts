import {
  dayCell,
  differenceCell,
  instantCell,
  isTooLong,
  moneyCell,
  numberCell,
  shortNumber,
  textCell,
} from './cells.ts';
import type { CsvValue } from './csv.ts';
import { clockText } from './local-time.ts';
import { type BoundColumn, type ColumnValue, columnLetters, type Row } from './sheet-column.ts';
import { STYLE } from './styles.ts';

type Clock = (stored: string) => number;
type CellWriter = (row: Row, place: number) => string;

/** Gives the function that writes one row, the `place`-th of its sheet, as XML. */
export function rowWriter(columns: readonly BoundColumn[], clock: Clock): CellWriter {
  const letters = lettersByKey(columns);
  const cells = columns.map((column, at) => cellWriter(column.value, columnLetters(at), letters, clock));
  return (row, place) => {
    let xml = `<row r="${place}">`;
    for (const cell of cells) xml += cell(row, place);
    return `${xml}</row>`;
  };
}

/** Gives the function that takes a row and gives its values for a line of CSV. */
export function csvValues(columns: readonly BoundColumn[], clock: Clock): (row: Row) => CsvValue[] {
  return (row) => columns.map(({ value }) => csvValue(value, row, clock));
}

/** Gives the letters of each column by its key. */
export function lettersByKey(columns: readonly Pick<BoundColumn, 'key'>[]): Map<string, string> {
  return new Map(columns.map(({ key }, at) => [key, columnLetters(at)]));
}

function cellWriter(value: ColumnValue, letter: string, letters: Map<string, string>, clock: Clock): CellWriter {
  switch (value.type) {
    case 'text':
      return (row, place) => {
        const text = value.text(row);
        return text === null || text === '' ? '' : textCell(letter + place, text);
      };
    case 'money':
      return (row, place) => {
        const amount = value.amount(row);
        return amount === null ? '' : moneyCell(letter + place, amount, value.currency(row));
      };
    case 'number':
      return (row, place) => {
        const number = value.number(row);
        if (number === null) return '';
        const short = shortNumber(number);
        return isTooLong(short)
          ? textCell(letter + place, short, STYLE.longNumber)
          : numberCell(letter + place, short, STYLE.plain);
      };
    case 'instant':
      return (row, place) => {
        const instant = value.instant(row);
        return instant === null ? '' : instantCell(letter + place, clock(instant));
      };
    case 'day':
      return (row, place) => {
        const day = value.day(row);
        return day === null ? '' : dayCell(letter + place, day);
      };
    case 'difference':
      return differenceWriter(value, letter, letters);
    default:
      return value satisfies never;
  }
}

function differenceWriter(
  value: Extract<ColumnValue, { type: 'difference' }>,
  letter: string,
  letters: Map<string, string>,
): CellWriter {
  const [total, synced] = [letters.get('amount') ?? '', letters.get('synced') ?? ''];
  // A formula can't calculate with a side that is written as text.
  const isNumber = (amount: string | null) => amount !== null && !isTooLong(shortNumber(amount));
  return (row, place) => {
    const difference = value.difference(row);
    if (difference === null) {
      const words = value.words(row);
      return words === null ? '' : textCell(letter + place, words, STYLE.quiet);
    }
    const isCalculated = isNumber(value.amount(row)) && isNumber(value.synced(row));
    const formula = isCalculated ? `ROUND(${synced}${place}-${total}${place},4)` : null;
    return differenceCell(letter + place, difference, value.currency(row), formula);
  };
}

function csvValue(value: ColumnValue, row: Row, clock: Clock): CsvValue {
  switch (value.type) {
    case 'text':
      return value.text(row);
    case 'money':
      return moneyValue(value.amount(row));
    case 'number': {
      const number = value.number(row);
      return number === null ? null : { number: shortNumber(number) };
    }
    case 'instant': {
      const instant = value.instant(row);
      return instant === null ? null : clockText(clock(instant));
    }
    case 'day':
      return value.day(row);
    case 'difference':
      return moneyValue(value.difference(row)) ?? value.words(row);
    default:
      return value satisfies never;
  }
}

/** At least two decimals, as the API answers amounts. */
function moneyValue(amount: string | null): CsvValue {
  return amount === null ? null : { number: amount.replace(/0{1,2}$/, '') };
}
