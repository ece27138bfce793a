import { type Amount, differenceOf, isZero, sumOf } from '#lib/core/money.ts';
import type { ExplainedDocument, ExplainedLine } from './amount-contract.ts';

/** A line of the ledger's document, with tax in its amount or not, just as the record's lines are. */
export type HeldLine = { description: string | null; amount: Amount };

/** Lines that are one another's counterpart; one side is missing where there is none. */
export type LinePair = { line: ExplainedLine & { amount: Amount }; held: HeldLine | null };
export type PairedLines = { pairs: LinePair[]; added: HeldLine[] };

/**
 * Pairs a record's lines with those of the ledger's document: by words and amount, then by words, then by amount, and
 * what is left alone on both sides last. Null where they can't be compared, since tax is in one side's amounts alone and
 * nobody says how much of it, or since an amount is not known.
 */
export function pairLines(
  lines: readonly ExplainedLine[],
  document: Pick<ExplainedDocument, 'lines'>,
  total: Amount,
): PairedLines | null {
  const own = lines.flatMap((line) => (line.amount === null ? [] : [{ ...line, amount: line.amount }]));
  const held = heldLines(own, document, total);
  if (own.length === 0 || own.length < lines.length || held === null || held.length === 0) return null;
  const open = [...held];
  const found = new Map<number, HeldLine>();
  const take = (fits: (line: LinePair['line'], one: HeldLine) => boolean) => {
    for (const [index, line] of own.entries()) {
      if (found.has(index)) continue;
      const at = open.findIndex((one) => fits(line, one));
      const [one] = at === -1 ? [] : open.splice(at, 1);
      if (one !== undefined) found.set(index, one);
    }
  };
  take((line, one) => sameWords(line, one) && line.amount === one.amount);
  take(sameWords);
  take((line, one) => line.amount === one.amount);
  if (open.length === 1 && own.length - found.size === 1 && !isBelowZero(open[0])) take(() => true);
  return { pairs: own.map((line, index) => ({ line, held: found.get(index) ?? null })), added: open };
}

function heldLines(
  own: readonly { amount: Amount; taxAmount: Amount | null }[],
  { lines }: Pick<ExplainedDocument, 'lines'>,
  total: Amount,
): HeldLine[] | null {
  const taxes = sumOf(own.flatMap(({ taxAmount }) => taxAmount ?? []));
  // With tax of its own, a record's lines have it in them where they make up the total by themselves.
  const isOwnWithTax = isZero(taxes) ? null : sumOf(own.map(({ amount }) => amount)) === total;
  const held: HeldLine[] = [];
  for (const { description, amount, taxAmount, isTaxIncluded } of lines) {
    if (amount === null) return null;
    const isSameWay = isOwnWithTax === null || isOwnWithTax === isTaxIncluded;
    if (!isSameWay && taxAmount === null) return null;
    const tax = taxAmount ?? ('0.0000' as Amount);
    held.push({
      description,
      amount: isSameWay ? amount : isTaxIncluded ? differenceOf(tax, amount) : sumOf([amount, tax]),
    });
  }
  return held;
}

function sameWords({ description }: { description: string | null }, one: HeldLine): boolean {
  return description !== null && one.description !== null && plain(description) === plain(one.description);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function isBelowZero(line: HeldLine | undefined): boolean {
  return line?.amount.startsWith('-') ?? false;
}
