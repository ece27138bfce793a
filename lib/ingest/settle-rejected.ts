import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ItemResult, Reporter } from './batch.ts';
import type { Resolved } from './fold.ts';

type Accepted = { sourceId: string; kind: string; key: string };

const COLUMNS: readonly Column<Accepted>[] = [
  ['source_id', 'uuid', ({ sourceId }) => sourceId],
  ['kind', 'text', ({ kind }) => kind],
  ['key', 'text', ({ key }) => key],
];

/**
 * Takes refused items out of the inbox whose attempt or document was sent again and accepted. An item that somebody
 * else is at this very moment writing to is passed over: it is being refused anew, dismissed, or settled too.
 */
export async function settleRejected(
  tx: TenantTx,
  reporter: Reporter,
  call: 'records' | 'attempts',
  resolved: readonly Resolved[],
  results: readonly ItemResult[],
): Promise<void> {
  const byIndex = new Map(results.map((result) => [result.index, result]));
  const accepted = resolved.flatMap(({ operation, key }): Accepted[] => {
    const { result, stale } = byIndex.get(operation.index) ?? { result: 'rejected', stale: undefined };
    if (operation.attempt !== null) {
      const { externalId } = operation.attempt;
      return result === 'created' ? [{ sourceId: reporter.sourceId, kind: 'attempt', key: externalId }] : [];
    }
    return result === 'rejected' || stale === true
      ? []
      : [{ sourceId: key.sourceId, kind: key.kind, key: key.externalKey }];
  });
  if (accepted.length === 0 || !(await hasWaiting(tx, reporter, call))) return;
  await tx.$executeRaw`
    UPDATE rejected_item i SET state = 'settled', state_at = now(), state_by = NULL, state_by_name = NULL, state_reason = NULL
      FROM (SELECT w.id
              FROM ${recordset('k', accepted, COLUMNS)}
              JOIN rejected_item w ON w.tenant_id = ${reporter.tenantId}::uuid AND w.state = 'waiting'
               AND w.subject_source_id = k.source_id AND w.subject_kind = k.kind AND w.subject_key = k.key
               FOR UPDATE OF w SKIP LOCKED) found
     WHERE i.tenant_id = ${reporter.tenantId}::uuid AND i.id = found.id`;
}

/** Mostly nothing waits, and the batch is not compared with anything. */
async function hasWaiting(tx: TenantTx, reporter: Reporter, call: 'records' | 'attempts'): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ hasWaiting: boolean }]>`
    SELECT EXISTS (SELECT FROM rejected_item
                    WHERE tenant_id = ${reporter.tenantId}::uuid AND state = 'waiting' AND call = ${call}) AS "hasWaiting"`;
  return row.hasWaiting;
}
