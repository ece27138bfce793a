import {
  type Amount,
  differenceOf,
  isNegative,
  isWithin,
  isZero,
  negated,
  percentOf,
  toApiAmount,
} from '#lib/core/money.ts';
import type { AmountPart, AmountReason, ExplainedDocument, ExplainedLine } from './amount-contract.ts';
import { type HeldLine, pairLines } from './pair-lines.ts';

const WHOLE_PERCENTS = Array.from({ length: 50 }, (_, index) => index + 1);

/** What is known of each line: what the job told of it, or what the ledger's document holds of it. */
export type KnownLines = { parts: AmountPart[]; isKnown: boolean };

/**
 * Explains the lines one by one. What a job told goes before what the document holds now; `document` is null where it is
 * not what was written.
 */
export function explainLines(
  lines: readonly ExplainedLine[],
  document: ExplainedDocument | null,
  total: Amount,
  smallest: Amount,
): KnownLines {
  const told = lines.filter(({ syncedAmount }) => syncedAmount !== null);
  if (told.length > 0) {
    const parts = told.flatMap((line) => lineParts(line, line.syncedAmount, 'the job told so', smallest));
    return { parts, isKnown: told.length === lines.length };
  }
  const paired = document === null ? null : pairLines(lines, document, total);
  if (paired === null) return { parts: [], isKnown: false };
  const parts = paired.pairs.flatMap(({ line, held }) =>
    lineParts(
      line,
      held?.amount ?? null,
      held === null ? 'the document in the ledger lacks it' : 'the document in the ledger says so',
      smallest,
    ),
  );
  return { parts: [...parts, ...paired.added.flatMap(addedPart)], isKnown: true };
}

function lineParts(line: ExplainedLine, held: Amount | null, evidence: string, smallest: Amount): AmountPart[] {
  const { lineNo, amount, taxAmount } = line;
  if (amount === null) return [];
  const difference = held === null ? negated(amount) : differenceOf(amount, held);
  if (isZero(difference)) return [];
  const figures = `${toApiAmount(amount)} here, ${held === null ? 'nothing' : toApiAmount(held)} in the ledger`;
  const part = (reason: AmountReason, words: string, certainty: AmountPart['certainty'] = 'sure'): AmountPart[] => [
    { reason, amount: difference, lineNos: [lineNo], words, evidence: `${evidence}: ${figures}`, certainty },
  ];
  if (held === null || isZero(held)) return part('dropped_line', `Line ${lineNo} is not in the ledger.`);
  if (taxAmount !== null && !isZero(taxAmount)) {
    if (difference === negated(taxAmount)) return part('tax_left_out', `Line ${lineNo} is without its tax.`);
    if (difference === taxAmount) return part('tax_on_top', `Line ${lineNo} has its tax on top.`);
    if (isWithin(difference, smallest))
      return part('tax_rounding', `Line ${lineNo} is rounded otherwise with its tax.`);
  }
  if (isWithin(difference, smallest)) return part('rounding', `Line ${lineNo} is rounded otherwise.`);
  const isLess = isNegative(difference) !== isNegative(amount);
  const percent = isLess ? WHOLE_PERCENTS.find((one) => isOff(amount, difference, one, smallest)) : undefined;
  if (percent !== undefined)
    return part('discount', `Line ${lineNo} is ${percent} % less, as after a discount.`, 'likely');
  return part('line_amount', `The ledger holds ${isLess ? 'less' : 'more'} of line ${lineNo}.`);
}

/** What is taken off is a whole percentage, to the smallest coin; of a few coins any would be. */
function isOff(amount: Amount, difference: Amount, percent: number, smallest: Amount): boolean {
  const off = negated(percentOf(amount, percent));
  return (
    !isWithin(difference, percentOf(smallest, 2_000)) &&
    isWithin(differenceOf(off, difference), percentOf(smallest, 50))
  );
}

function addedPart({ amount, description }: HeldLine): AmountPart[] {
  if (isZero(amount)) return [];
  const isDiscount = isNegative(amount);
  return [
    {
      reason: isDiscount ? 'discount' : 'added_line',
      amount,
      lineNos: [],
      words: isDiscount ? 'The ledger takes off a discount.' : 'The ledger has a line more.',
      evidence: `the document in the ledger has a line of its own, ${description ?? 'without words'}: ${toApiAmount(amount)}`,
      certainty: 'sure',
    },
  ];
}
