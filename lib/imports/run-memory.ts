import { hash } from 'node:crypto';
import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { KnownAttempt, UnmatchedAttempt } from '#lib/ingest/attempt-store.ts';
import type { Folded, Loaded, Resolved } from '#lib/ingest/fold.ts';
import { keyTextOf } from '#lib/ingest/record-store.ts';
import type { RecordState } from '#lib/records/record-state.ts';

/** What is remembered of one record: how it was left, or the outcomes that wait for it. */
type OfRecord = { record: RecordState | null; waiting: UnmatchedAttempt[] };
type Entry = { key: string; content: OfRecord | KnownAttempt };

/** What a dry run remembers for the batch at hand, and which of its records earlier batches have named. */
export type Remembered = Loaded & { keys: ReadonlySet<string> };

const COLUMNS: readonly Column<Entry>[] = [
  ['key_hash', 'bytea', ({ key }) => hash('sha256', key)],
  ['content', 'json', ({ content }) => content],
];

/** Gives what earlier batches of the dry run left of these records and outcomes. */
export async function recall(
  ctx: Ctx,
  tx: TenantTx,
  importId: string,
  resolved: readonly Resolved[],
  isRepeated: (resolved: Resolved) => boolean,
): Promise<Remembered> {
  const keyTexts = new Map<string, string>();
  const attemptHashes = new Set<string>();
  for (const one of resolved) {
    if (!isRepeated(one)) continue;
    keyTexts.set(hash('sha256', recordKey(one.keyText)), one.keyText);
    const { attempt } = one.operation;
    if (attempt !== null) attemptHashes.add(hash('sha256', attemptKey(attempt.externalId)));
  }
  const remembered = { records: [], attempts: [], unmatched: [], keys: new Set<string>() } as {
    records: RecordState[];
    attempts: KnownAttempt[];
    unmatched: UnmatchedAttempt[];
    keys: Set<string>;
  };
  if (keyTexts.size === 0) return remembered;
  const hashes = [...keyTexts.keys(), ...attemptHashes];
  const rows = await tx.$queryRaw<{ hash: string; content: OfRecord | KnownAttempt }[]>`
    SELECT encode(m.key_hash, 'hex') AS hash, m.content
      FROM ${recordset('k', hashes, [['hash', 'bytea', (one: string) => one]])}
      JOIN import_memory m ON m.tenant_id = ${ctx.tenantId}::uuid AND m.import_id = ${importId}::uuid AND m.key_hash = k.hash`;
  for (const { hash: found, content } of rows) {
    const keyText = keyTexts.get(found);
    if (keyText === undefined || !('waiting' in content)) remembered.attempts.push(content as KnownAttempt);
    else {
      remembered.keys.add(keyText);
      if (content.record !== null) remembered.records.push(content.record);
      else remembered.unmatched.push(...content.waiting);
    }
  }
  return remembered;
}

/** Keeps what a batch leaves of the records and outcomes that the file names again. */
export async function remember(
  ctx: Ctx,
  tx: TenantTx,
  importId: string,
  batch: { resolved: readonly Resolved[]; folded: Folded; before: Remembered },
  isRepeated: (resolved: Resolved) => boolean,
): Promise<void> {
  const { resolved, folded, before } = batch;
  const wanted = new Map(resolved.filter(isRepeated).map((one) => [one.keyText, one]));
  if (wanted.size === 0) return;
  const waiting = new Map<string, UnmatchedAttempt[]>();
  for (const attempt of [...before.unmatched, ...folded.attempts.filter(({ recordId }) => recordId === null)]) {
    const key = keyTextOf(attempt.key);
    waiting.set(key, [...(waiting.get(key) ?? []), plainAttempt(attempt)]);
  }
  const states = new Map(folded.records.map(({ state }) => [keyTextOf(state), state]));
  for (const record of before.records) if (!states.has(keyTextOf(record))) states.set(keyTextOf(record), record);
  const entries: Entry[] = [];
  for (const keyText of wanted.keys()) {
    const record = states.get(keyText) ?? null;
    const content = { record, waiting: record === null ? (waiting.get(keyText) ?? []) : [] };
    entries.push({ key: recordKey(keyText), content });
  }
  for (const { id, externalId, contentHash, recordId, key } of folded.attempts) {
    if (wanted.has(keyTextOf(key))) {
      entries.push({ key: attemptKey(externalId), content: { id, externalId, contentHash, recordId } });
    }
  }
  await tx.$executeRaw`
    INSERT INTO import_memory (tenant_id, import_id, key_hash, content)
    SELECT ${ctx.tenantId}::uuid, ${importId}::uuid, m.key_hash, m.content FROM ${recordset('m', entries, COLUMNS)}
    ON CONFLICT (tenant_id, import_id, key_hash) DO UPDATE SET content = excluded.content`;
}

function recordKey(keyText: string): string {
  return `record ${keyText}`;
}

function attemptKey(externalId: string): string {
  return `attempt ${externalId}`;
}

/** Of a new attempt, what a record that comes later needs to know. */
function plainAttempt(attempt: UnmatchedAttempt): UnmatchedAttempt {
  const { id, key, externalId, outcome, attemptedAt, sentCurrency, referenceNumber } = attempt;
  const { syncedAmount, syncedCurrency, errorCode, errorMessage, toldMessage, syncedLines } = attempt;
  return {
    id,
    key,
    externalId,
    outcome,
    attemptedAt,
    sentCurrency,
    referenceNumber,
    syncedAmount,
    syncedCurrency,
    errorCode,
    errorMessage,
    toldMessage,
    syncedLines,
  };
}
