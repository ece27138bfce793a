import { FileRefusal, type FileRow, ROW_MAX } from './file-refusal.ts';

/**
 * Splits separated text into rows as it arrives, a chunk at a time: memory is that of a chunk and the row that it breaks
 * off in. Quotes may hold separators, line ends and doubled quotes; a quote within an unquoted value is itself.
 */
export class CsvSplitter {
  readonly #separator: string;
  #rest = '';
  #line = 1;

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** Takes more text; gives the rows that are whole now. Throws a `FileRefusal` for a row that is too long. */
  push(text: string): FileRow[] {
    return this.#split(this.#rest + text, false);
  }

  /** Gives the last row, if the text does not end with a line end. Throws a `FileRefusal` for a quote that is never closed. */
  end(): FileRow[] {
    return this.#split(this.#rest, true);
  }

  #split(text: string, isEnd: boolean): FileRow[] {
    const rows: FileRow[] = [];
    const next = {
      separator: nextOf(text, this.#separator),
      newline: nextOf(text, '\n'),
      carriage: nextOf(text, '\r'),
    };
    let start = 0;
    while (start < text.length) {
      const row = this.#readRow(text, start, isEnd, next);
      if (row === null) break;
      if (row.next - start > ROW_MAX) this.#refuseLong();
      if (!row.isEmpty) rows.push({ row: this.#line, cells: row.cells, numbers: null, fault: row.fault });
      this.#line += row.lines;
      start = row.next;
    }
    this.#rest = start === 0 ? text : text.slice(start);
    if (this.#rest.length > ROW_MAX) this.#refuseLong();
    return rows;
  }

  /** Gives null for a row whose end has not arrived. */
  #readRow(text: string, start: number, isEnd: boolean, next: Nexts): ReadRow | null {
    const cells: string[] = [];
    let fault: string | null = null;
    let lines = 1;
    let at = start;
    let lineEnd = -1;
    for (;;) {
      let value: string;
      if (text.charCodeAt(at) === QUOTE) {
        const quoted = readQuoted(text, at, isEnd);
        if (quoted === 'unclosed') this.#refuseUnclosed();
        if (quoted === null) return null;
        value = quoted.value;
        lines += quoted.lines;
        at = quoted.next;
        const follows = text.charCodeAt(at);
        if (at < text.length && follows !== NEWLINE && follows !== RETURN && text[at] !== this.#separator) {
          fault ??= 'has text after a closing quote; double the quotes within a value, or remove them';
        }
      } else value = '';
      // A line ends with a newline, a carriage return (as files of old Macs do), or both.
      if (lineEnd < at) lineEnd = Math.min(next.newline(at), next.carriage(at));
      if (lineEnd === text.length && !isEnd) return null;
      let valueEnd = next.separator(at);
      const isLast = valueEnd >= lineEnd;
      if (isLast) valueEnd = lineEnd;
      cells.push(valueEnd > at ? value + text.slice(at, valueEnd) : value);
      if (!isLast) {
        at = valueEnd + 1;
        continue;
      }
      const isPair = text.charCodeAt(lineEnd) === RETURN && text.charCodeAt(lineEnd + 1) === NEWLINE;
      if (text.charCodeAt(lineEnd) === RETURN && lineEnd + 1 === text.length && !isEnd) return null;
      const following = Math.min(text.length, lineEnd + (isPair ? 2 : 1));
      return { cells, fault, lines, next: following, isEmpty: cells.every(isBlank) };
    }
  }

  #refuseUnclosed(): never {
    throw new FileRefusal(`The row at line ${this.#line} opens a quote that is never closed; close it or remove it.`);
  }

  #refuseLong(): never {
    throw new FileRefusal(
      `The row at line ${this.#line} is longer than 1,000,000 characters; perhaps it opens a quote that is never closed.`,
    );
  }
}

type ReadRow = { cells: string[]; fault: string | null; lines: number; next: number; isEmpty: boolean };

function readQuoted(
  text: string,
  start: number,
  isEnd: boolean,
): { value: string; lines: number; next: number } | 'unclosed' | null {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return isEnd ? 'unclosed' : null;
    if (quote + 1 === text.length && !isEnd) return null;
    const isDoubled = text.charCodeAt(quote + 1) === QUOTE;
    value += text.slice(from, isDoubled ? quote + 1 : quote);
    if (!isDoubled) return { value, lines: linesIn(value), next: quote + 1 };
    from = quote + 2;
  }
}

function linesIn(value: string): number {
  let lines = 0;
  for (let at = value.indexOf('\n'); at !== -1; at = value.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

type Next = (from: number) => number;
type Nexts = { separator: Next; newline: Next; carriage: Next };

/** Finds a character from rising places on, each stretch being looked through once; gives the text's length where there is none. */
function nextOf(text: string, character: string): Next {
  let found = -1;
  return (from) => {
    if (found < from) {
      const place = text.indexOf(character, from);
      found = place === -1 ? text.length : place;
    }
    return found;
  };
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
