import { FileRefusal, ROW_MAX } from './file-refusal.ts';

/** One line of an NDJSON file that is not empty, and its number. */
export type TextLine = { row: number; text: string };

/** Splits text into its lines as it arrives. */
export class LineSplitter {
  #rest = '';
  #line = 1;

  /** Takes more text; gives the lines that are whole now. Throws a `FileRefusal` for one that is too long. */
  push(text: string): TextLine[] {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    if (this.#rest.length > ROW_MAX) this.#refuseLong(this.#line + parts.length);
    return this.#linesOf(parts);
  }

  /** Gives the last line, if the text does not end with a line end. */
  end(): TextLine[] {
    return this.#linesOf([this.#rest]);
  }

  #linesOf(parts: readonly string[]): TextLine[] {
    const lines: TextLine[] = [];
    for (const part of parts) {
      const text = part.trim();
      if (text.length > ROW_MAX) this.#refuseLong(this.#line);
      if (text !== '') lines.push({ row: this.#line, text });
      this.#line += 1;
    }
    return lines;
  }

  #refuseLong(line: number): never {
    throw new FileRefusal(`Line ${line} is longer than 1,000,000 characters; a line holds one record or one attempt.`);
  }
}
