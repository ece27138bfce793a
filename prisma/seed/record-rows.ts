import { attemptContentHash } from '#lib/attempts/content-hash.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { amountOf, type Directory, type FoldedAttempt, type FoldedDocument, instantOf } from './fold-document.ts';
import type { Row } from './insert-rows.ts';
import type { Random } from './random.ts';

const columns = new Map<string, string>();

/** The column of a field is the same in other letters; they are few, and of many rows each. */
function columnOf(field: string): string {
  const known = columns.get(field) ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  columns.set(field, known);
  return known;
}

/** Gives the row of a record's state. */
export function recordRow({ document, state, changedAtMs }: FoldedDocument, directory: Directory): Row {
  const row: Row = { tenant_id: directory.tenantId };
  for (const [field, value] of Object.entries(state)) {
    row[columnOf(field)] = field.endsWith('Hash') && value !== null ? `\\x${value}` : value;
  }
  row.error_message_id = state.errorMessage === null ? null : errorMessageId(state.errorMessage);
  row.created_at = instantOf(document.createdAtMs);
  row.updated_at = instantOf(changedAtMs);
  return row;
}

/** Gives the rows of a record's lines. */
export function lineRows({ document, lines, syncedLines }: FoldedDocument, directory: Directory): Row[] {
  return lines.map((line, index) => ({
    tenant_id: directory.tenantId,
    record_id: document.id,
    line_no: line.lineNo,
    description: line.description,
    quantity: line.quantity,
    unit_amount: line.unitAmount,
    amount: line.amount,
    account_code: line.accountCode,
    item_code: line.itemCode,
    tax_code: line.taxCode,
    tax_amount: line.taxAmount,
    tracking: line.tracking,
    synced_amount: syncedLines?.[index] ?? null,
  }));
}

/** Gives the rows of what a payment pays. */
export function applicationRows({ document, state }: FoldedDocument, directory: Directory): Row[] {
  return document.applications.map((application, index) => ({
    tenant_id: directory.tenantId,
    payment_id: document.id,
    position: index + 1,
    source_id: state.sourceId,
    kind: application.document.kind,
    external_key: application.document.externalKey,
    amount: amountOf(application.cents),
  }));
}

/** Gives the rows of a record's attempts. */
export function attemptRows(folded: FoldedDocument, directory: Directory): Row[] {
  return folded.attempts.map((own) => attemptRow(folded, own, directory));
}

function attemptRow(
  { document, state }: FoldedDocument,
  { id, attempt, contentVersion }: FoldedAttempt,
  directory: Directory,
): Row {
  const isCarried = attempt.source !== document.source;
  const said = {
    externalId: attempt.externalId,
    record: { kind: state.kind, sourceId: state.externalKey, ...(isCarried ? { source: document.source } : {}) },
    outcome: attempt.isComplete ? ('complete' as const) : ('failed' as const),
    attemptedAt: instantOf(attempt.attemptedAtMs),
    connection: directory.connection,
    sentAmount: amountOf(attempt.sentCents),
    sentCurrency: attempt.currency,
    referenceNumber: attempt.reference,
    syncedAmount: attempt.syncedCents === null ? null : amountOf(attempt.syncedCents),
    syncedCurrency: attempt.syncedCurrency,
    syncedLines:
      attempt.syncedLineCents?.map((cents, index) => ({ lineNo: index + 1, syncedAmount: amountOf(cents) })) ?? null,
    errorCode: attempt.failure?.code ?? null,
    errorMessage: attempt.failure?.message ?? null,
  };
  return {
    tenant_id: directory.tenantId,
    id,
    source_id: directory.sourceIds.get(attempt.source),
    external_id: said.externalId,
    api_key_id: directory.keys.get(attempt.source)?.id,
    record_id: document.id,
    record_source_id: state.sourceId,
    kind: state.kind,
    external_key: state.externalKey,
    content_version: contentVersion,
    connection_id: directory.connectionId,
    outcome: attempt.isComplete ? 1 : 2,
    attempted_at: said.attemptedAt,
    received_at: instantOf(attempt.receivedAtMs),
    sent_amount: said.sentAmount,
    sent_currency: said.sentCurrency,
    reference_number: said.referenceNumber,
    synced_amount: said.syncedAmount,
    synced_currency: said.syncedCurrency,
    synced_lines: said.syncedLines,
    error_code: said.errorCode,
    error_message: said.errorMessage,
    raw: attempt.raw,
    content_hash: `\\x${attemptContentHash(said, attempt.raw)}`,
  };
}

/** Gives the audit log's rows of all records, oldest first; what one person did in one instant was one act. */
export function eventRows(all: readonly FoldedDocument[], directory: Directory, random: Random): Row[] {
  const acts = new Map<string, string>();
  const correlationOf = (act: string, atMs: number) => {
    const id = acts.get(act) ?? random.id(atMs);
    acts.set(act, id);
    return id;
  };
  return all
    .flatMap((folded) => folded.events.map((event) => ({ ...event, folded })))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ folded, ...event }) => {
      const key = directory.keys.get(folded.document.carrier);
      const person = event.person === null ? undefined : directory.people.get(event.person);
      return {
        tenant_id: directory.tenantId,
        id: random.id(event.atMs),
        at: instantOf(event.atMs),
        actor_type: person ? 'person' : 'api_key',
        actor_id: person?.id ?? key?.id,
        actor_name: person?.name ?? key?.name,
        action: event.action,
        subject_type: 'record',
        subject_id: folded.document.id,
        before: event.before,
        after: event.after,
        note: event.note,
        correlation_id: correlationOf(`${event.person ?? folded.document.id} ${event.atMs}`, event.atMs),
      };
    });
}
