import { addDays } from '#lib/core/dates.ts';
import { type AttemptWriter, currentLines, lastingCauseOf } from './attempt-writer.ts';
import { HOUR_MS, MINUTE_MS } from './calendar.ts';
import type { Line, SourceDocument } from './document.ts';
import { includedTax } from './minor-units.ts';

type Special = (writer: AttemptWriter, document: SourceDocument, firstTryMs: number) => void;

const CLOSING_REASONS = [
  'Reconciled by hand at month-end',
  'Entered directly in the ledger',
  'Netted against a credit, agreed with the party',
];

/** Outcomes that are rare, and that the flags and filters are made for. */
const DOCUMENT_SPECIALS: readonly Special[] = [
  closedByHand,
  changedAmountSinceSync,
  alreadyInLedger,
  closedByHand,
  triedAfterClosing,
  voidInLedger,
  twoReferences,
  changedDueDateSinceSync,
  failedUpdate,
  excludedByPerson,
  changedSinceFailed,
];
const PAYMENT_SPECIALS: readonly Special[] = [closedByHand, alreadyInLedger, triedAfterClosing, twoReferences];

/** Writes the `order`th special outcome of those that suit the document. */
export function writeSpecial(writer: AttemptWriter, document: SourceDocument, firstTryMs: number, order: number): void {
  const specials = document.lines.length > 0 ? DOCUMENT_SPECIALS : PAYMENT_SPECIALS;
  specials[order % specials.length]?.(writer, document, firstTryMs);
}

function failFirst(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): number {
  return writer.failRepeatedly(document, firstTryMs, lastingCauseOf(writer, document), writer.random.int(1, 2));
}

function close(
  writer: AttemptWriter,
  document: SourceDocument,
  afterMs: number,
  reference: string | null = null,
): number {
  const atMs = writer.calendar.workTimeAfter(afterMs, writer.random.int(1, 4), writer.random);
  writer.move(document, atMs, 1, writer.random.pick(CLOSING_REASONS), reference);
  return atMs;
}

function closedByHand(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  const lastMs = failFirst(writer, document, firstTryMs);
  close(writer, document, lastMs, writer.random.chance(0.4) ? writer.reference(document, lastMs) : null);
}

function triedAfterClosing(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  const closedMs = close(writer, document, failFirst(writer, document, firstTryMs));
  writer.fail(document, closedMs + writer.random.int(3, 20) * HOUR_MS, duplicateOf(writer, document));
}

function twoReferences(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  const closedMs = close(
    writer,
    document,
    failFirst(writer, document, firstTryMs),
    writer.reference(document, firstTryMs),
  );
  writer.complete(document, closedMs + writer.random.int(2, 16) * HOUR_MS);
}

/** The answer to the first try got lost, the second was refused as a repeat, then the first was reported after all. */
function alreadyInLedger(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  const secondMs = firstTryMs + writer.random.int(18, 50) * MINUTE_MS;
  writer.fail(document, secondMs, duplicateOf(writer, document));
  writer.complete(document, firstTryMs, { receivedAtMs: Math.floor(secondMs) + writer.random.int(2, 9) * HOUR_MS });
}

function duplicateOf(writer: AttemptWriter, document: SourceDocument): string {
  if (document.kind === 'invoice' || (document.kind === 'bill' && writer.plan.ledger === 'qbo'))
    return 'duplicate_number';
  if (document.kind === 'bill') return 'contact_name_taken';
  return writer.plan.ledger === 'qbo' ? 'not_linkable' : 'exceeds_outstanding';
}

function change(
  document: SourceDocument,
  atMs: number,
  lines: Line[] | null,
  dueDate: string | null,
  isVoid = false,
): void {
  document.events.push({ type: 'change', atMs: Math.floor(atMs), lines, dueDate, isVoid });
}

/** The first line is a tenth dearer. */
function raisedLines(writer: AttemptWriter, document: SourceDocument): Line[] {
  const tax = writer.plan.taxRates[document.currency];
  return currentLines(document).map((line, index) => {
    if (index > 0) return line;
    const unitCents = line.unitCents + Math.round(line.unitCents / 10);
    const cents = unitCents * line.quantity;
    return { ...line, unitCents, cents, taxCents: tax === undefined ? null : includedTax(cents, tax.ratePercent) };
  });
}

function changedAmountSinceSync(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  writer.complete(document, firstTryMs);
  change(
    document,
    writer.calendar.workTimeAfter(firstTryMs, writer.random.int(1, 5), writer.random),
    raisedLines(writer, document),
    null,
  );
}

function changedDueDateSinceSync(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  writer.complete(document, firstTryMs);
  const dueDate = addDays(document.dueDate ?? document.documentDate, 15);
  change(document, writer.calendar.workTimeAfter(firstTryMs, writer.random.int(1, 3), writer.random), null, dueDate);
}

function changedSinceFailed(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  const lastMs = failFirst(writer, document, firstTryMs);
  change(document, lastMs + writer.random.int(2, 30) * HOUR_MS, raisedLines(writer, document), null);
}

/** In the ledger; an update of it was refused. */
function failedUpdate(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  writer.complete(document, firstTryMs);
  const changedMs = firstTryMs + writer.random.int(20, 70) * HOUR_MS;
  change(document, changedMs, raisedLines(writer, document), null);
  const cause = writer.plan.ledger === 'qbo' ? 'stale_object' : 'closed_period';
  writer.fail(document, changedMs + writer.random.int(4, 50) * MINUTE_MS, cause);
}

function voidInLedger(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  writer.complete(document, firstTryMs);
  change(document, writer.calendar.workTimeAfter(firstTryMs, writer.random.int(1, 6), writer.random), null, null, true);
}

function excludedByPerson(writer: AttemptWriter, document: SourceDocument, firstTryMs: number): void {
  const lastMs = failFirst(writer, document, firstTryMs);
  const atMs = writer.calendar.workTimeAfter(lastMs, writer.random.int(1, 3), writer.random);
  const reason = writer.random.pick([
    'A test document, not for the books',
    'Entered twice in the source system',
    'Belongs to the sister company',
  ]);
  document.events.push({ type: 'exclude', atMs, person: writer.person(), reason });
}
