import { readDateStyles } from './cell-styles.ts';
import { plainDate, plainNumber } from './excel-values.ts';
import { FileRefusal, type FileRow, ROW_MAX } from './file-refusal.ts';
import { parseXml, type XmlListener } from './read-xml.ts';
import { readSharedStrings, type SharedStrings } from './shared-strings.ts';
import type { Workbook } from './workbook.ts';

const COLUMNS_MAX = 16_384;

/**
 * Reads the rows of one sheet as they arrive; empty ones are left out. Dates come as ISO 8601, numbers as exact decimals.
 * Throws a `FileRefusal` at the first formula: its value may be what nobody has looked at.
 */
export async function* sheetRows(workbook: Workbook, sheetName: string | null): AsyncGenerator<FileRow[]> {
  const sheet = sheetName === null ? workbook.sheets[0] : workbook.sheets.find(({ name }) => name === sheetName);
  if (sheet === undefined) throw new FileRefusal(`The workbook has no sheet called “${sheetName}”.`);
  const strings = await readSharedStrings(workbook.archive);
  const dateStyles = await readDateStyles(workbook.archive);
  const reader = new SheetReader(sheet.name, { strings, dateStyles, isFrom1904: workbook.isFrom1904 });
  for await (const _ of parseXml(await workbook.archive.open(sheet.part), reader)) {
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
  yield reader.take();
}

type Context = { strings: SharedStrings; dateStyles: readonly boolean[]; isFrom1904: boolean };

class SheetReader implements XmlListener {
  readonly #sheetName: string;
  readonly #context: Context;
  #rows: FileRow[] = [];
  #row = 0;
  #cells: string[] = [];
  #numbers: Set<number> | null = null;
  #length = 0;
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #isValue = false;
  #isPhonetic = false;

  constructor(sheetName: string, context: Context) {
    this.#sheetName = sheetName;
    this.#context = context;
  }

  take(): FileRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  text(text: string): void {
    if (!this.#isValue) return;
    this.#value += text;
    if (this.#value.length + this.#length > ROW_MAX) this.#refuseLong();
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        this.#row = attributes.r === undefined ? this.#row + 1 : Number(attributes.r);
        [this.#cells, this.#numbers, this.#length, this.#column] = [[], null, 0, -1];
        break;
      case 'c':
        this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
        if (!(this.#column >= 0 && this.#column < COLUMNS_MAX)) this.#refuseDamaged();
        this.#type = attributes.t ?? 'n';
        this.#style = Number(attributes.s ?? 0);
        this.#value = '';
        break;
      case 'v':
      case 't':
        this.#isValue = !this.#isPhonetic;
        break;
      case 'rPh':
        this.#isPhonetic = true;
        break;
      case 'f':
        throw new FileRefusal(
          `Row ${this.#row} of the sheet “${this.#sheetName}” holds a formula; paste the sheet as values and save it again.`,
        );
      default:
    }
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'rPh') this.#isPhonetic = false;
    else if (name === 'c') this.#keepCell();
    else if (name === 'row' && this.#cells.some((cell) => cell.trim() !== '')) {
      this.#rows.push({ row: this.#row, cells: this.#cells, numbers: this.#numbers, fault: null });
    }
  }

  #keepCell(): void {
    if (this.#value === '') return;
    const text = this.#textOf(this.#value);
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
    this.#length += text.length;
    if (this.#length > ROW_MAX) this.#refuseLong();
  }

  #textOf(value: string): string {
    switch (this.#type) {
      case 's': {
        const text = this.#context.strings.at(Number(value));
        return text ?? this.#refuseDamaged();
      }
      case 'b':
        return value === '1' ? 'true' : 'false';
      case 'n': {
        const date = this.#context.dateStyles[this.#style] ? plainDate(value, this.#context.isFrom1904) : null;
        if (date !== null) return date;
        const number = plainNumber(value);
        if (number === null) return value;
        this.#numbers ??= new Set();
        this.#numbers.add(this.#column);
        return number;
      }
      default:
        return value;
    }
  }

  #refuseLong(): never {
    throw new FileRefusal(`Row ${this.#row} of the sheet “${this.#sheetName}” is longer than 1,000,000 characters.`);
  }

  #refuseDamaged(): never {
    throw new FileRefusal(
      `Row ${this.#row} of the sheet “${this.#sheetName}” is damaged; open the workbook in Excel and save it again.`,
    );
  }
}

/** The place of a cell's column by its address: 0 of A7, 27 of AB7. */
function columnOf(address: string): number {
  let number = 0;
  for (let at = 0; at < address.length; at += 1) {
    const code = address.charCodeAt(at);
    if (code < 65 || code > 90) break;
    number = number * 26 + code - 64;
  }
  return number - 1;
}
