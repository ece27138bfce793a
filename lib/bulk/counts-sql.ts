import { Prisma } from '#lib/db/generated/client.ts';
import type { BulkResult } from './bulk-contract.ts';
import type { StoredOperation } from './read-operation.ts';

/** Gives what adds so many results of each sort to an operation's counts. */
export function countsSql(operation: StoredOperation, counts: ReadonlyMap<BulkResult, number>): Prisma.Sql {
  let { updated, unchanged, notFound } = operation;
  const skipped = { ...operation.skipped };
  for (const [result, count] of counts) {
    if (result === 'updated') updated += count;
    else if (result === 'unchanged') unchanged += count;
    else if (result === 'not_found') notFound += count;
    else skipped[result] = (skipped[result] ?? 0) + count;
  }
  return Prisma.sql`updated = ${updated}::int, unchanged = ${unchanged}::int, not_found = ${notFound}::int,
    skipped = ${JSON.stringify(skipped)}::jsonb`;
}
