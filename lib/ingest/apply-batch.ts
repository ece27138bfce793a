import type { Ctx } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { type CauseRules, NO_RULES, readCauseRules } from '#lib/causes/cause-rules.ts';
import { knownBy } from '#lib/causes/told-message.ts';
import { AppError } from '#lib/core/app-error.ts';
import { meanwhile } from '#lib/core/meanwhile.ts';
import { violatedUnique } from '#lib/db/constraint.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { announceChanges } from '#lib/webhooks/announce-changes.ts';
import {
  ATTEMPT_KEY,
  attemptSet,
  findAttempts,
  findUnmatched,
  insertAttempts,
  linkAttempts,
  type UnmatchedAttempt,
} from './attempt-store.ts';
import { type ItemResult, type Operation, type Reporter, rejected } from './batch.ts';
import { type Folded, type FoldedRecord, fold, type Resolved } from './fold.ts';
import { replaceApplications, replaceLines, storeSyncedLines } from './line-store.ts';
import { lockMissing } from './lock-missing.ts';
import { insertRecords, keyTextOf, lockRecords, RECORD_KEY, type RecordKey, updateRecords } from './record-store.ts';
import { type RejectedItem, storeRejectedItems } from './rejected-items.ts';
import { resolveOperations } from './resolve-operations.ts';
import { settleRejected } from './settle-rejected.ts';
import { storeFailures } from './store-failures.ts';
import { endLeases, findTaken } from './taken-records.ts';

export type Batch = {
  call: 'records' | 'attempts';
  operations: readonly Operation[];
  /** What was refused before it came here, to be kept in the same transaction. */
  refused: readonly { index: number; item: RejectedItem }[];
  /** Whoever keeps every item whole, refused or not (a hook its payloads, an import its file), need not keep it twice. */
  keepsItems?: boolean;
  /** Runs at the end of the same transaction, for progress that must agree with what was stored. May run anew. */
  alongside?: (tx: TenantTx, results: readonly ItemResult[]) => Promise<void>;
};

const TRIES = 8;

/** Another transaction was first with a record or an attempt of this batch: fold again over what it left. */
class OvertakenError extends Error {}
const OVERTAKEN = new Set([RECORD_KEY, ATTEMPT_KEY]);

/**
 * Applies a batch in one transaction with set-based statements, and gives one result an item, in order. The reporter
 * says for whom (`reporterOf`, `hookReporter`, `importReporter`); the act says who did it, for the audit log.
 * Two batches of the same records wait for each other in the order of the keys; who comes second with a new
 * record or attempt starts again, so that nothing is lost or doubled.
 */
export async function applyBatch(ctx: Ctx, reporter: Reporter, batch: Batch): Promise<ItemResult[]> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      return await ctx.transaction((tx) => applyOnce(ctx, tx, reporter, batch));
    } catch (error) {
      if (!isOvertaken(error)) throw error;
    }
  }
  throw new AppError('unavailable', {
    message: 'Other calls kept reporting the same records. Nothing of this call was stored; send it again.',
    retryAfterSeconds: 1,
  });
}

function isOvertaken(error: unknown): boolean {
  return error instanceof OvertakenError || OVERTAKEN.has(violatedUnique(error) ?? '');
}

async function applyOnce(ctx: Ctx, tx: TenantTx, reporter: Reporter, batch: Batch): Promise<ItemResult[]> {
  const { resolved, unresolved } = await resolveOperations(tx, reporter, batch.operations);
  const keys = new Map(resolved.map(({ key, keyText }) => [keyText, key]));
  const records = keys.size === 0 ? [] : await lockRecords(tx, reporter.tenantId, [...keys.values()]);
  const externalIds = batch.operations.flatMap(({ attempt }) => (attempt === null ? [] : [attempt.externalId]));
  const attempts =
    externalIds.length === 0 ? [] : await findAttempts(tx, reporter.tenantId, reporter.sourceId, externalIds);
  const taken =
    externalIds.length === 0 || records.length === 0
      ? []
      : await findTaken(tx, reporter.tenantId, reporter.sourceId, records);
  for (const record of records) keys.delete(keyTextOf(record));
  const unmatched = keys.size === 0 ? [] : await meetMissing(tx, reporter.tenantId, keys, resolved);

  const folded = fold(resolved, { records, attempts, unmatched, taken }, new Date().toISOString());
  await writeFolded(ctx, tx, reporter, folded);
  await settleRejected(tx, reporter, batch.call, resolved, folded.results);

  const refused = [
    ...batch.refused.map(({ item }) => item),
    ...[...unresolved, ...folded.refused].map(({ operation, errors }) => ({ text: operation.text, errors })),
  ];
  if (batch.keepsItems !== true) await storeRejectedItems(tx, reporter, batch.call, refused);
  const results = [
    ...folded.results,
    ...batch.refused.map(({ index, item }) => rejected(index, item.errors)),
    ...unresolved.map(({ operation, errors }) => rejected(operation.index, errors)),
  ].sort((a, b) => a.index - b.index);
  await audit(ctx, tx, reporter, batch.call, results, folded);
  await batch.alongside?.(tx, results);
  return results;
}

/** Finds the attempts that wait for records nobody has sent, and makes sure that nobody sends one of them meanwhile. */
async function meetMissing(
  tx: TenantTx,
  tenantId: string,
  missing: ReadonlyMap<string, RecordKey>,
  resolved: readonly Resolved[],
): Promise<UnmatchedAttempt[]> {
  const keys = [...missing.values()];
  const isAwaiting = resolved.some(({ operation, keyText }) => operation.document === null && missing.has(keyText));
  await lockMissing(tx, tenantId, isAwaiting ? 'await' : 'bring');
  if (isAwaiting && (await lockRecords(tx, tenantId, keys)).length > 0) throw new OvertakenError();
  return findUnmatched(tx, tenantId, keys);
}

/** Writes what a fold came to, and tells the screens. The records it names are locked. */
export async function writeFolded(ctx: Ctx, tx: TenantTx, reporter: Reporter, folded: Folded): Promise<void> {
  const { tenantId } = reporter;
  const created = folded.records.filter(({ before }) => before === null);
  const changed = folded.records.filter(({ before, state }) => before !== null && before !== state);
  const failures = [...created, ...changed].flatMap(({ before, state }) => {
    const message = knownBy(state);
    if (message === null) return [];
    const isSame = before !== null && message === knownBy(before) && state.errorCode === before.errorCode;
    return isSame ? [] : [{ message, code: state.errorCode }];
  });
  const hasMessages = [...created, ...changed].some(({ state }) => knownBy(state) !== null);
  const rules = hasMessages ? await readCauseRules(tx, tenantId) : NO_RULES;
  await storeFailures(tx, tenantId, failures, rules);
  const [attempts] = await Promise.all([
    meanwhile(() => attemptSet(folded.attempts)),
    storeRecords(tx, tenantId, created, changed, rules),
  ]);
  await replaceLines(
    tx,
    tenantId,
    folded.records.flatMap(({ state, newLines }) =>
      newLines === null ? [] : [{ recordId: state.id, lines: newLines }],
    ),
  );
  await replaceApplications(
    tx,
    tenantId,
    folded.records.flatMap(({ state, newApplications }) =>
      newApplications === null ? [] : [{ recordId: state.id, sourceId: state.sourceId, applies: newApplications }],
    ),
  );
  if (folded.attempts.length > 0) {
    await insertAttempts(tx, tenantId, reporter, attempts);
  }
  await linkAttempts(tx, tenantId, folded.links);
  await endLeases(tx, tenantId, reporter.sourceId, folded.endedLeases);
  await storeSyncedLines(
    tx,
    tenantId,
    folded.records.flatMap(({ state, syncedLines }) =>
      syncedLines === null ? [] : [{ recordId: state.id, lines: syncedLines }],
    ),
  );
  // What waits for its record is shown too: in the inbox, and wherever that is counted.
  const waiting = folded.attempts.filter(({ recordId }) => recordId === null).map(({ key }) => key.kind);
  const kinds = new Set([...[...created, ...changed].map(({ state }) => state.kind), ...waiting]);
  if (kinds.size > 0) await notifyRecordsChanged(ctx, tx, [...kinds]);
  await announceChanges(ctx, tx, {
    records: [...created, ...changed].map(({ before, state, changes }) => ({
      recordId: state.id,
      before: before?.syncStatus ?? null,
      isRenewed: changes.length > 0,
    })),
    failedAttemptIds: folded.attempts.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id),
  });
}

async function storeRecords(
  tx: TenantTx,
  tenantId: string,
  created: readonly FoldedRecord[],
  changed: readonly FoldedRecord[],
  rules: CauseRules,
): Promise<void> {
  if (created.length > 0) {
    await insertRecords(
      tx,
      tenantId,
      created.map(({ state }) => state),
      rules,
    );
  }
  if (changed.length > 0) {
    await updateRecords(
      tx,
      tenantId,
      changed.map(({ state }) => ({ ...state, version: state.version + 1 })),
      rules,
    );
  }
}

/** One event a call, and one a record only where its document changed. A call that changed nothing leaves no trace. */
async function audit(
  ctx: Ctx,
  tx: TenantTx,
  { sourceId }: Reporter,
  call: Batch['call'],
  results: readonly ItemResult[],
  folded: Folded,
): Promise<void> {
  const counts: Record<string, number> = {};
  for (const { result } of results) counts[result] = (counts[result] ?? 0) + 1;
  const isNoOp = results.every(({ result }) => result === 'unchanged' || result === 'duplicate');
  if (isNoOp) return;
  const ofCall: AuditEntry = {
    action: call === 'records' ? 'records.put' : 'attempts.reported',
    subject: { type: 'source', id: sourceId },
    after: counts,
  };
  const changes = folded.records.flatMap(({ state, changes }) =>
    changes.map(
      ({ before, after }): AuditEntry => ({
        action: 'record.changed',
        subject: { type: 'record', id: state.id },
        before,
        after,
      }),
    ),
  );
  await recordAudit(ctx, tx, [ofCall, ...changes]);
}
