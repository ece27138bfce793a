import type { AuditAction } from '#lib/audit/actions.ts';
import { type Amount, toAmount } from '#lib/core/money.ts';
import { applyAttempt, isLateAttempt } from '#lib/records/apply-attempt.ts';
import { applyDocument } from '#lib/records/apply-document.ts';
import { moveEvent } from '#lib/records/move-event.ts';
import { newRecordState, type RecordState } from '#lib/records/record-state.ts';
import type { LineInput, RecordInput } from '#lib/records/schemas.ts';
import { applyMove, decideMove, type Move } from '#lib/records/status-moves.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import { type Attempt, knownAtMs, type Line, type RecordEvent, type SourceDocument } from './document.ts';
import { type Cents, decimalOf, sumOfCents } from './minor-units.ts';

/** What the database calls the things that the plan calls by name. */
export type Directory = {
  tenantId: string;
  connectionId: string;
  connection: { ledger: 'qbo' | 'xero'; companyId: string };
  sourceIds: ReadonlyMap<string, string>;
  keys: ReadonlyMap<string, { id: string; name: string }>;
  people: ReadonlyMap<string, { id: string; name: string }>;
  trackingName: string;
};

/** One try, with the content version at which it met its record. */
export type FoldedAttempt = { id: string; attempt: Attempt; contentVersion: number };

/** One thing for the audit log that happened to a record. */
export type FoldedEvent = {
  atMs: number;
  /** An e-mail address, or null for the source's key. */
  person: string | null;
  action: AuditAction;
  before: unknown;
  after: unknown;
  note: string | null;
};

export type FoldedDocument = {
  document: SourceDocument;
  state: RecordState;
  lines: readonly LineInput[];
  /** What the ledger accepted of each line, if a job said so. */
  syncedLines: readonly Amount[] | null;
  attempts: FoldedAttempt[];
  events: FoldedEvent[];
  changedAtMs: number;
};

const SETTINGS = readSourceSettings({});

/** Gives the canonical amount. */
export function amountOf(cents: Cents): Amount {
  return toAmount(decimalOf(cents));
}

/** Gives an instant as ISO 8601 text. */
export function instantOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** Folds a document's events by the product's own rules of state, in the order in which they became known. */
export function foldDocument(
  document: SourceDocument,
  directory: Directory,
  nextId: (atMs: number) => string,
): FoldedDocument {
  const sourceId = idOf(directory.sourceIds, document.source);
  const now = instantOf(document.createdAtMs);
  const identity = { id: document.id, sourceId, kind: document.kind, externalKey: document.externalKey, now };
  const input = inputOf(document, directory.trackingName);
  const context = { now, settings: SETTINGS, connectionId: directory.connectionId };
  const folded: FoldedDocument = {
    document,
    state: applyDocument(newRecordState(identity), true, input, context).state,
    lines: input.lines ?? [],
    syncedLines: null,
    attempts: [],
    events: [],
    changedAtMs: document.createdAtMs,
  };
  for (const event of document.events) {
    applyEvent(folded, event, directory, nextId);
    folded.state = { ...folded.state, version: folded.state.version + 1 };
    folded.changedAtMs = knownAtMs(event);
  }
  return folded;
}

function applyEvent(
  folded: FoldedDocument,
  event: RecordEvent,
  directory: Directory,
  nextId: (atMs: number) => string,
): void {
  switch (event.type) {
    case 'attempt':
      takeAttempt(folded, event.attempt, nextId(event.attempt.receivedAtMs));
      break;
    case 'change':
      takeChange(folded, event, directory);
      break;
    case 'move':
    case 'exclude':
      takeMove(folded, event, directory);
      break;
    default:
      event satisfies never;
  }
}

function takeMove(
  folded: FoldedDocument,
  event: Extract<RecordEvent, { type: 'move' | 'exclude' }>,
  directory: Directory,
): void {
  const before = folded.state;
  const move: Move =
    event.type === 'exclude'
      ? { act: 'exclude' }
      : { act: 'status', target: event.to, referenceNumber: event.reference };
  const result = decideMove(before, { ...move, hasReason: event.reason !== null, mayOverride: true });
  if (result !== 'updated') throw new RangeError(`The plan moves ${before.externalKey}, which is ${result}`);
  const by = idOf(directory.people, event.person).id;
  folded.state = applyMove(before, move, { at: instantOf(event.atMs), by, reason: event.reason });
  const note = { atMs: event.atMs, person: event.person, note: event.reason };
  folded.events.push({ ...note, ...moveEvent(before, folded.state) });
}

function takeAttempt(folded: FoldedDocument, attempt: Attempt, id: string): void {
  const facts = {
    id,
    externalId: attempt.externalId,
    outcome: attempt.isComplete ? ('complete' as const) : ('failed' as const),
    attemptedAt: instantOf(attempt.attemptedAtMs),
    sentCurrency: attempt.currency,
    referenceNumber: attempt.reference,
    syncedAmount: attempt.syncedCents === null ? null : amountOf(attempt.syncedCents),
    syncedCurrency: attempt.syncedCurrency,
    errorCode: attempt.failure?.code ?? null,
    errorMessage: attempt.failure?.message ?? null,
    toldMessage: null,
  };
  const isLate = isLateAttempt(folded.state, facts);
  folded.attempts.push({ id, attempt, contentVersion: folded.state.contentVersion });
  folded.state = applyAttempt(folded.state, facts);
  if (attempt.syncedLineCents !== null && !isLate) folded.syncedLines = attempt.syncedLineCents.map(amountOf);
}

function takeChange(
  folded: FoldedDocument,
  event: Extract<RecordEvent, { type: 'change' }>,
  directory: Directory,
): void {
  const { state } = folded;
  const lines = event.lines?.map((line, index) => lineInput(line, index, folded.document, directory.trackingName));
  const input: RecordInput = {
    kind: state.kind,
    sourceId: state.externalKey,
    ...(event.lines ? { lines, amount: amountOf(sumOfCents(event.lines.map((line) => line.cents))) } : {}),
    ...(event.dueDate === null ? {} : { dueDate: event.dueDate }),
    ...(event.isVoid ? { sourceStatus: 'Void' } : {}),
  };
  const change = applyDocument(state, false, input, {
    now: instantOf(event.atMs),
    settings: SETTINGS,
    connectionId: undefined,
  });
  folded.state = change.state;
  folded.lines = lines ?? folded.lines;
  folded.events.push({
    atMs: event.atMs,
    person: null,
    action: 'record.changed',
    before: change.before,
    after: change.after,
    note: null,
  });
}

/** What the source system told of a document when it was new. */
function inputOf(document: SourceDocument, trackingName: string): RecordInput {
  const isSale = document.kind === 'invoice' || document.kind === 'invoice_payment';
  const own = {
    name: document.ownOrg,
    email: `accounting@${document.ownOrg.toLowerCase().replaceAll(' ', '-')}.example`,
  };
  const [payer, billingOrg] = isSale ? [document.party, own] : [own, document.party];
  return {
    kind: document.kind,
    sourceId: document.externalKey,
    number: document.number,
    amount: amountOf(document.cents),
    currency: document.currency,
    payer: payer.name,
    payerEmail: payer.email,
    billingOrg: billingOrg.name,
    billingOrgEmail: billingOrg.email,
    shipmentId: document.jobNumber,
    sourceStatus: document.sourceStatus,
    documentDate: document.documentDate,
    dueDate: document.dueDate,
    ...(document.lines.length === 0
      ? {}
      : { lines: document.lines.map((line, index) => lineInput(line, index, document, trackingName)) }),
    ...(document.applications.length === 0
      ? {}
      : {
          applies: document.applications.map(({ document: paid, cents }) => ({
            kind: paid.kind === 'invoice' ? ('invoice' as const) : ('bill' as const),
            sourceId: paid.externalKey,
            amount: amountOf(cents),
          })),
        }),
  };
}

function lineInput(line: Line, index: number, document: SourceDocument, trackingName: string): LineInput {
  return {
    lineNo: index + 1,
    description: line.description,
    quantity: String(line.quantity),
    unitAmount: decimalOf(line.unitCents),
    amount: amountOf(line.cents),
    accountCode: line.accountCode,
    itemCode: line.itemCode,
    taxCode: line.taxCode,
    taxAmount: line.taxCents === null ? null : amountOf(line.taxCents),
    tracking: [{ name: trackingName, option: document.ownOrg.split(' ').at(-1) ?? document.ownOrg }],
  };
}

function idOf<T>(ids: ReadonlyMap<string, T>, name: string): T {
  const id = ids.get(name);
  if (id === undefined) throw new RangeError(`The plan names "${name}", which is not there`);
  return id;
}
