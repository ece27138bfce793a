import {
  type Amount,
  decimalsOfCurrency,
  differenceOf,
  isWithin,
  isZero,
  negated,
  percentOf,
  sumOf,
  toAmount,
  toApiAmount,
} from '#lib/core/money.ts';
import type {
  AmountPart,
  DifferenceExplanation,
  ExplainedDocument,
  ExplainedLine,
  ExplainedRecord,
} from './amount-contract.ts';
import { explainLines } from './explain-lines.ts';

const NOTHING = toAmount('0');

/**
 * Says why the ledger holds another amount than an invoice's or a bill's total: what went otherwise when it was written,
 * line by line where lines are known, and what became of it since. The parts and the rest always make up the whole
 * difference. Null where nothing differs, or nothing is known of the ledger.
 */
export function explainDifference(
  record: ExplainedRecord,
  lines: readonly ExplainedLine[],
  document: ExplainedDocument | null,
): DifferenceExplanation | null {
  const { amount, syncedAmount } = record;
  if (amount === null || (syncedAmount === null && document === null)) return null;
  const foreign = otherCurrency(record, document);
  if (foreign !== null) return acrossCurrencies(record.currency, foreign);
  const written = writtenAmount(record, document);
  if (written === null) return null;
  const later = laterPart(record, written, document);
  const atWriting = explainWriting(record, { amount, written }, lines, later === null ? document : null);
  const parts = [...atWriting, ...(later === null ? [] : [later])];
  const difference = differenceOf(amount, sumOf([written, later?.amount ?? NOTHING]));
  const rest = differenceOf(sumOf(parts.map((part) => part.amount ?? NOTHING)), difference);
  return parts.length === 0 && isZero(rest) ? null : { difference, parts, rest };
}

function otherCurrency(
  { currency, syncedCurrency, syncedAmount }: ExplainedRecord,
  document: ExplainedDocument | null,
) {
  const told = syncedAmount === null ? (document?.currency ?? null) : (syncedCurrency ?? document?.currency ?? null);
  return told !== null && currency !== null && told !== currency ? told : null;
}

function acrossCurrencies(here: string | null, there: string): DifferenceExplanation {
  const words = `The total is in ${here}, and the ledger holds it in ${there}.`;
  const part: AmountPart = {
    reason: 'currency',
    amount: null,
    lineNos: [],
    words,
    evidence: `${here} here, ${there} there`,
    certainty: 'sure',
  };
  return { difference: null, parts: [part], rest: null };
}

/** What was written: as the job told, or as the document stands where nobody told; of one that is no more, the whole. */
function writtenAmount({ amount, syncedAmount }: ExplainedRecord, document: ExplainedDocument | null): Amount | null {
  if (syncedAmount !== null) return syncedAmount;
  return document?.status === 'voided' || document?.status === 'deleted' ? amount : (document?.total ?? null);
}

/** What became of the document since it was written. */
function laterPart(record: ExplainedRecord, written: Amount, document: ExplainedDocument | null): AmountPart | null {
  if (document === null) return null;
  const { status, total, updatedAt } = document;
  const day = updatedAt === null ? '' : `, last changed on ${updatedAt.slice(0, 10)}`;
  const shared = { lineNos: [], certainty: 'sure' as const };
  if (status === 'voided' || status === 'deleted') {
    if (isZero(written)) return null;
    const words = status === 'voided' ? 'It was made void in the ledger.' : 'It was deleted in the ledger.';
    return { ...shared, reason: status, amount: negated(written), words, evidence: `the ledger says so${day}` };
  }
  if (total === null || record.syncedAmount === null || total === written) return null;
  return {
    ...shared,
    reason: 'edited_in_ledger',
    amount: differenceOf(written, total),
    words: 'It was changed in the ledger after it was written.',
    evidence: `written ${toApiAmount(written)}, now ${toApiAmount(total)}${day}`,
    // A clock that says otherwise leaves a doubt: the job may have told another amount than it wrote.
    certainty: isAfter(updatedAt, record.syncedAt) ? 'sure' : 'likely',
  };
}

type Written = { amount: Amount; written: Amount };

function explainWriting(
  record: ExplainedRecord,
  { amount, written }: Written,
  lines: readonly ExplainedLine[],
  document: ExplainedDocument | null,
): AmountPart[] {
  const whole = differenceOf(amount, written);
  if (isZero(whole)) return [];
  const smallest = toAmount((10 ** -decimalsOfCurrency(record.currency)).toFixed(4));
  const { parts, isKnown } = explainLines(lines, document, amount, smallest);
  const left = differenceOf(sumOf(parts.map((part) => part.amount ?? NOTHING)), whole);
  if (isZero(left)) return parts;
  const rest = explainRest(left, { record, lines, document, isKnown, smallest });
  return rest === null ? parts : [...parts, rest];
}

type Asked = {
  record: ExplainedRecord;
  lines: readonly ExplainedLine[];
  document: ExplainedDocument | null;
  /** Each line was looked at by itself, so that none is missing. */
  isKnown: boolean;
  smallest: Amount;
};

/** Explains what no line does: by the document's tax or discount, by a line that is missing, by coins, or by a change here. */
function explainRest(left: Amount, { record, lines, document, isKnown, smallest }: Asked): AmountPart | null {
  const part = (
    reason: AmountPart['reason'],
    words: string,
    evidence: string,
    { certainty = 'likely', lineNos = [] }: Partial<Pick<AmountPart, 'certainty' | 'lineNos'>> = {},
  ): AmountPart => ({ reason, amount: left, lineNos, words, evidence, certainty });
  const taxes = lines.flatMap(({ taxAmount }) => taxAmount ?? []);
  const tax = taxes.length === 0 ? null : sumOf(taxes);
  // Each line may be rounded by a coin, and so may the sum.
  const coins = percentOf(smallest, 100 * (lines.length + 1));
  const heldTax = document?.taxTotal ?? null;
  if (heldTax !== null && !isZero(left) && differenceOf(tax ?? NOTHING, heldTax) === left) {
    const evidence = `tax of ${toApiAmount(tax ?? NOTHING)} here, ${toApiAmount(heldTax)} in the ledger`;
    const sure = { certainty: 'sure' } as const;
    if (isZero(heldTax)) return part('tax_left_out', 'It is in the ledger without its tax.', evidence, sure);
    if (tax === null || isZero(tax)) return part('tax_on_top', 'The ledger added tax.', evidence, sure);
    return isWithin(left, coins)
      ? part('tax_rounding', 'The ledger rounds its tax otherwise.', evidence, sure)
      : part('tax_differs', 'The ledger reckons another tax.', evidence, sure);
  }
  const discount = document?.discount ?? null;
  if (discount !== null && !isZero(discount) && left === negated(discount)) {
    return part('discount', 'The ledger takes off a discount.', `a discount of ${toApiAmount(discount)}`, {
      certainty: 'sure',
    });
  }
  if (tax !== null && !isZero(tax)) {
    const evidence = `the difference is the tax of its lines, ${toApiAmount(tax)}`;
    if (left === negated(tax)) return part('tax_left_out', 'It is in the ledger without its tax.', evidence);
    if (left === tax) return part('tax_on_top', 'The ledger has its tax on top.', evidence);
  }
  const missing = isKnown
    ? []
    : lines.filter((line) => line.amount !== null && line.syncedAmount === null && line.amount === negated(left));
  if (missing.length > 0) {
    const lineNos = missing.map(({ lineNo }) => lineNo);
    const words =
      lineNos.length === 1
        ? `Line ${lineNos[0]} is not in the ledger.`
        : `One of lines ${lineNos.join(', ')} is not in the ledger.`;
    return part('dropped_line', words, 'the difference is its amount', { lineNos });
  }
  if (isWithin(left, coins)) {
    return tax === null || isZero(tax)
      ? part('rounding', 'It is rounded otherwise in the ledger.', 'the difference is a few coins')
      : part('tax_rounding', 'The ledger rounds its tax otherwise.', 'the difference is a few coins, and it has tax');
  }
  return record.isChangedSinceSync
    ? part(
        'changed_here',
        'The document changed here after it was written.',
        'the source system told of a change since',
      )
    : null;
}

function isAfter(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && Date.parse(one) > Date.parse(other);
}
