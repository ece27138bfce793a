import type { FieldError } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { findAttempts, findUnmatched } from './attempt-store.ts';
import type { Operation, Reporter } from './batch.ts';
import { type Folded, fold, type Loaded, type Resolved } from './fold.ts';
import { keyTextOf, readRecords } from './record-store.ts';
import { resolveOperations } from './resolve-operations.ts';

/** What a batch would come to, and the operations that name a source or a connection that there is not. */
export type Forecast = {
  folded: Folded;
  resolved: readonly Resolved[];
  unresolved: readonly { operation: Operation; errors: readonly FieldError[] }[];
};

/**
 * Folds a batch as `applyBatch` would, and writes nothing. `remembered` goes before what the database says: what earlier
 * batches would have left, which were not written either. It is asked once the records and attempts of the batch are known.
 */
export async function forecastBatch(
  tx: TenantTx,
  reporter: Reporter,
  operations: readonly Operation[],
  remembered: (resolved: readonly Resolved[]) => Promise<Loaded>,
): Promise<Forecast> {
  const { resolved, unresolved } = await resolveOperations(tx, reporter, operations);
  const memory = await remembered(resolved);
  const keys = new Map(resolved.map(({ key, keyText }) => [keyText, key]));
  for (const record of memory.records) keys.delete(keyTextOf(record));
  const stored = keys.size === 0 ? [] : await readRecords(tx, reporter.tenantId, [...keys.values()]);
  for (const record of stored) keys.delete(keyTextOf(record));
  const unmatched = keys.size === 0 ? [] : await findUnmatched(tx, reporter.tenantId, [...keys.values()]);
  const known = new Set(memory.attempts.map(({ externalId }) => externalId));
  const externalIds = operations.flatMap(({ attempt }) =>
    attempt === null || known.has(attempt.externalId) ? [] : [attempt.externalId],
  );
  const attempts =
    externalIds.length === 0 ? [] : await findAttempts(tx, reporter.tenantId, reporter.sourceId, externalIds);
  const loaded = {
    records: [...memory.records, ...stored],
    attempts: [...memory.attempts, ...attempts],
    unmatched: [...unmatched, ...memory.unmatched],
  };
  return { folded: fold(resolved, loaded, new Date().toISOString()), resolved, unresolved };
}
