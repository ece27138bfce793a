import { toldMessage } from '#lib/causes/told-message.ts';
import type { FieldError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { applyAttempt, isLateAttempt } from '#lib/records/apply-attempt.ts';
import { applyDocument, documentErrors } from '#lib/records/apply-document.ts';
import { type Instant, newRecordState, type RecordState } from '#lib/records/record-state.ts';
import type { ApplicationInput, LineInput } from '#lib/records/schemas.ts';
import type { SourceSettings } from '#lib/sources/source-settings.ts';
import type { KnownAttempt, Link, NewAttempt, UnmatchedAttempt } from './attempt-store.ts';
import { type ItemResult, type Operation, rejected } from './batch.ts';
import { keyTextOf, type RecordKey } from './record-store.ts';
import { isAboutTaken, type Taken } from './taken-records.ts';

/** What the database knows about the records and attempts of a batch, read under lock. */
export type Loaded = {
  records: readonly RecordState[];
  attempts: readonly KnownAttempt[];
  unmatched: readonly UnmatchedAttempt[];
  /** What jobs of the reporter took; a dry run, of which only the answers count, leaves it out. */
  taken?: readonly Taken[];
};

/** Where an operation's record belongs; resolved before the fold. */
export type Resolved = {
  operation: Operation;
  key: RecordKey;
  keyText: string;
  settings: SourceSettings;
  connectionId: string | null | undefined;
};

/** A record that the batch touches: before it, and after as much of it as is folded. */
export type FoldedRecord = {
  /** Null for a record that this batch creates. */
  before: RecordState | null;
  state: RecordState;
  newLines: readonly LineInput[] | null;
  newApplications: readonly ApplicationInput[] | null;
  syncedLines: NonNullable<UnmatchedAttempt['syncedLines']> | null;
  changes: { before: Record<string, unknown>; after: Record<string, unknown> }[];
};

/** What a batch comes to: the answers, and what has to be written. */
export type Folded = {
  results: ItemResult[];
  refused: { operation: Operation; errors: readonly FieldError[] }[];
  records: FoldedRecord[];
  attempts: NewAttempt[];
  links: Link[];
  /** Records that the reporter held and has reported. */
  endedLeases: string[];
};

/**
 * Folds the operations of a batch in their order over what is known, so that a record is written once however
 * often the batch names it, and the answers read as if the items had run one after the other. Pure but for new ids.
 */
export function fold(operations: readonly Resolved[], loaded: Loaded, now: Instant): Folded {
  const folding = new Folding(loaded, now);
  for (const operation of operations) folding.take(operation);
  return folding.finish();
}

/** Folds attempts that waited for a record under another key into the record that a person says they belong to. */
export function foldWaiting(state: RecordState, waiting: readonly UnmatchedAttempt[]): Folded {
  const record = untouched(state);
  const links: Link[] = [];
  for (const attempt of waiting.toSorted(byOrder)) {
    applyTo(record, attempt);
    links.push({ attemptId: attempt.id, recordId: state.id, contentVersion: state.contentVersion });
  }
  return { results: [], refused: [], records: [record], attempts: [], links, endedLeases: [] };
}

class Folding {
  readonly #folded: Folded = { results: [], refused: [], records: [], attempts: [], links: [], endedLeases: [] };
  readonly #now: Instant;
  readonly #records = new Map<string, FoldedRecord>();
  readonly #known: Map<string, { id: string; contentHash: string; recordId: string | null }>;
  readonly #waiting = new Map<string, UnmatchedAttempt[]>();
  readonly #taken: ReadonlyMap<string, Taken>;
  readonly #touched = new Set<FoldedRecord>();

  constructor(loaded: Loaded, now: Instant) {
    this.#now = now;
    for (const state of loaded.records) this.#records.set(keyTextOf(state), untouched(state));
    this.#known = new Map(loaded.attempts.map((attempt) => [attempt.externalId, attempt]));
    for (const attempt of loaded.unmatched) this.#wait(attempt);
    // Of what is held now and was in doubt before, what is held comes last and counts.
    this.#taken = new Map((loaded.taken ?? []).map((taken) => [taken.recordId, taken]));
  }

  take(resolved: Resolved): void {
    const { operation } = resolved;
    if (operation.attempt === null) this.#takeDocument(resolved);
    else this.#takeAttempt(resolved, operation.attempt);
  }

  finish(): Folded {
    return { ...this.#folded, records: [...this.#touched] };
  }

  #takeDocument(resolved: Resolved): void {
    const put = this.#put(resolved, '');
    if (put === null) return;
    const { record, result, isStale } = put;
    this.#answer(resolved, { result, id: record.state.id, ...(isStale ? { stale: true } : {}) });
  }

  #takeAttempt(resolved: Resolved, attempt: NonNullable<Operation['attempt']>): void {
    const known = this.#known.get(attempt.externalId);
    if (known !== undefined) {
      this.#takeKnown(resolved, attempt, known);
      return;
    }
    const record = this.#recordFor(resolved, attempt);
    if (record === 'refused') return;
    const facts = { ...factsOf(resolved, attempt), ...this.#takenVersion(resolved, record, attempt) };
    this.#known.set(attempt.externalId, {
      id: facts.id,
      contentHash: attempt.contentHash,
      recordId: record?.state.id ?? null,
    });
    if (record === null) this.#wait(facts);
    else applyTo(record, facts);
    this.#folded.attempts.push({
      ...facts,
      recordId: record?.state.id ?? null,
      contentVersion: facts.writtenVersion ?? record?.state.contentVersion ?? null,
      connectionId: resolved.connectionId ?? null,
      sentAmount: attempt.sentAmount ?? null,
      raw: attempt.rawText,
      contentHash: attempt.contentHash,
    });
    this.#answer(resolved, {
      result: 'created',
      id: facts.id,
      recordId: record?.state.id ?? null,
      matched: record !== null,
    });
  }

  /** Ends the lease that the report is about, and gives the version that the job was given; a whole record says its own. */
  #takenVersion(
    { operation }: Resolved,
    record: FoldedRecord | null,
    attempt: NonNullable<Operation['attempt']>,
  ): { writtenVersion?: number } {
    const taken = record === null ? undefined : this.#taken.get(record.state.id);
    if (record === null || taken === undefined) return {};
    if (!isAboutTaken(taken, attempt.attemptedAt) || isLateAttempt(record.state, attempt)) return {};
    if (taken.isHeld) this.#folded.endedLeases.push(taken.recordId);
    return operation.document === null ? { writtenVersion: taken.contentVersion } : {};
  }

  #takeKnown(
    resolved: Resolved,
    attempt: NonNullable<Operation['attempt']>,
    known: { id: string; contentHash: string; recordId: string | null },
  ): void {
    if (known.contentHash === attempt.contentHash) {
      const recordId = known.recordId ?? this.#records.get(resolved.keyText)?.state.id ?? null;
      this.#answer(resolved, { result: 'duplicate', id: known.id, recordId, matched: recordId !== null });
      return;
    }
    this.#refuse(resolved, [
      {
        field: 'externalId',
        message: `was reported before with other content; an attempt never changes: report a new one under another id`,
      },
    ]);
  }

  /** The record an attempt is for: as its inline document leaves it, as it is, or null while nobody has sent it. */
  #recordFor(resolved: Resolved, attempt: NonNullable<Operation['attempt']>): FoldedRecord | 'refused' | null {
    const existing = this.#records.get(resolved.keyText);
    const isLate = existing !== undefined && isLateAttempt(existing.state, attempt);
    if (resolved.operation.document === null || isLate) return existing ?? null;
    return this.#put(resolved, 'record.')?.record ?? 'refused';
  }

  #put(resolved: Resolved, fieldPrefix: string) {
    const { operation, key, keyText, settings, connectionId } = resolved;
    if (operation.document === null) throw new Error('Only a whole record can be put');
    const existing = this.#records.get(keyText);
    const before = existing?.state ?? newRecordState({ ...key, id: newId(), now: this.#now });
    const change = applyDocument(before, existing === undefined, operation.document, {
      now: this.#now,
      settings,
      connectionId,
    });
    const errors = documentErrors(change.state);
    if (errors.length > 0) {
      this.#refuse(
        resolved,
        errors.map((error) => ({ ...error, field: fieldPrefix + error.field })),
      );
      return null;
    }
    const record = existing ?? { ...untouched(before), before: null };
    if (existing === undefined) this.#records.set(keyText, record);
    record.state = change.state;
    if (change.hasNewLines) record.newLines = operation.document.lines ?? [];
    if (change.hasNewApplications) record.newApplications = operation.document.applies ?? [];
    if (change.result === 'updated') record.changes.push({ before: change.before, after: change.after });
    if (existing === undefined) this.#linkWaiting(keyText, record);
    return { record, result: change.result, isStale: change.isStale };
  }

  #linkWaiting(keyText: string, record: FoldedRecord): void {
    const waiting = this.#waiting.get(keyText);
    if (waiting === undefined) return;
    this.#waiting.delete(keyText);
    const inBatch = new Map(this.#folded.attempts.map((attempt) => [attempt.id, attempt]));
    for (const attempt of waiting.sort(byOrder)) {
      applyTo(record, attempt);
      const own = inBatch.get(attempt.id);
      if (own === undefined) {
        this.#folded.links.push({
          attemptId: attempt.id,
          recordId: record.state.id,
          contentVersion: record.state.contentVersion,
        });
      } else {
        own.recordId = record.state.id;
        own.contentVersion = record.state.contentVersion;
      }
    }
  }

  #wait(attempt: UnmatchedAttempt): void {
    const key = keyTextOf(attempt.key);
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), attempt]);
  }

  #refuse(resolved: Resolved, errors: readonly FieldError[]): void {
    this.#folded.refused.push({ operation: resolved.operation, errors });
    this.#folded.results.push(rejected(resolved.operation.index, errors));
  }

  #answer(resolved: Resolved, answer: Omit<ItemResult, 'index'>): void {
    const record = this.#records.get(resolved.keyText);
    if (record !== undefined) this.#touched.add(record);
    this.#folded.results.push({ index: resolved.operation.index, ...answer });
  }
}

function applyTo(record: FoldedRecord, attempt: UnmatchedAttempt): void {
  record.state = applyAttempt(record.state, attempt);
  const { syncedAt, syncedAttemptKey } = record.state;
  const isLastComplete = syncedAt === attempt.attemptedAt && syncedAttemptKey === attempt.externalId;
  if (isLastComplete && attempt.syncedLines) record.syncedLines = attempt.syncedLines;
}

function factsOf({ key }: Resolved, attempt: NonNullable<Operation['attempt']>): UnmatchedAttempt {
  return {
    id: newId(),
    key,
    externalId: attempt.externalId,
    outcome: attempt.outcome,
    attemptedAt: attempt.attemptedAt,
    sentCurrency: attempt.sentCurrency ?? null,
    referenceNumber: attempt.referenceNumber ?? null,
    syncedAmount: attempt.syncedAmount ?? null,
    syncedCurrency: attempt.syncedCurrency ?? null,
    errorCode: attempt.errorCode ?? null,
    errorMessage: attempt.errorMessage ?? null,
    toldMessage: toldBy(attempt),
    syncedLines: attempt.syncedLines,
  };
}

function toldBy({ outcome, errorMessage = null, errorCode = null, rawText }: NonNullable<Operation['attempt']>) {
  return outcome === 'complete' ? null : toldMessage({ errorMessage, errorCode, raw: rawText });
}

function untouched(state: RecordState): FoldedRecord {
  return { before: state, state, newLines: null, newApplications: null, syncedLines: null, changes: [] };
}

function byOrder(a: UnmatchedAttempt, b: UnmatchedAttempt): number {
  if (a.attemptedAt !== b.attemptedAt) return a.attemptedAt < b.attemptedAt ? -1 : 1;
  return a.externalId < b.externalId ? -1 : 1;
}
