import { parse } from 'csv-parse/sync';
import { SEPARATORS, type Separator } from '../import-contract.ts';

const ROWS = 100;

/**
 * Takes the first lines of a table; gives the separator that splits most of them into the same number of values, more than
 * one. Where none does, the table has one column and any will do.
 */
export function detectSeparator(sample: string): Separator {
  const told = /^sep=([,;\t|])\r?\n/.exec(sample)?.[1];
  if (told !== undefined) return told as Separator;
  const scored = SEPARATORS.map(({ id }) => ({ id, score: scoreOf(sample, id) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score === 0 ? ',' : best.id;
}

function scoreOf(sample: string, separator: Separator): number {
  const options = {
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: ROWS,
  };
  let rows: string[][];
  try {
    rows = parse(sample, options) as string[][];
  } catch {
    // Such as a quote that the end of the sample left open.
    rows = sample.split(/\r?\n|\r/, ROWS).flatMap((line) => (line === '' ? [] : [line.split(separator)]));
  }
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of widths) {
    if (width > 1) best = Math.max(best, (count / rows.length) ** 2 * Math.log2(width + 1));
  }
  return best;
}
