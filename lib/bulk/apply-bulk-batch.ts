import type { Ctx } from '#lib/access/context.ts';
import { auditInsert } from '#lib/audit/record-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind, SYNC_STATUSES } from '#lib/records/kinds.ts';
import type { BulkResult } from './bulk-contract.ts';
import { movedColumns } from './former-columns.ts';
import { restoreSql, setSql, verdictSql } from './move-sql.ts';
import { moveOf, type StoredOperation } from './read-operation.ts';

/** What became of a batch: how many items had each result, and the kinds of the records that changed. */
export type BatchOutcome = { counts: Map<BulkResult, number>; kinds: Kind[] };

/**
 * Does the items after `from` up to and with `to` by one statement: locks the records that still have their version, in
 * the order in which reports of sync jobs lock theirs, changes those that may move, writes one audit event each, and
 * marks the items that were not changed.
 */
export async function applyBulkBatch(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  { from, to }: { from: number; to: number },
): Promise<BatchOutcome> {
  const move = moveOf(operation);
  const { reason } = operation;
  const mayOverride = ctx.permissions.has('record:override_status');
  const verdict =
    move === null ? Prisma.sql`'updated'` : verdictSql({ ...move, hasReason: reason !== null, mayOverride });
  const changes = move === null ? restoreSql() : setSql(move, ctx.actor.id, reason);
  const former = move === null ? Prisma.sql`, ${FORMER}` : Prisma.empty;
  const eventIds = Array.from({ length: to - from }, newId);
  const rows = await tx.$queryRaw<{ result: BulkResult; count: number; kinds: string[] }[]>`
    WITH item AS MATERIALIZED (
           SELECT i.* FROM bulk_item i
            WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${operation.id}::uuid
              AND i.position > ${from}::int AND i.position <= ${to}::int),
         locked AS MATERIALIZED (
           SELECT i.position, r.id, r.kind, ${verdict} AS verdict, r.sync_status, r.is_by_hand, r.reference_number,
                  r.excluded_at ${former}
             FROM item i
             JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = i.record_id AND r.version = i.version
            WHERE i.result IS NULL
            ORDER BY r.source_id, r.kind, r.external_key
              FOR NO KEY UPDATE OF r),
         changed AS (
           UPDATE sync_record r SET ${changes}, version = r.version + 1, updated_at = now()
             FROM locked l
            WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = l.id AND l.verdict = 'updated'
           RETURNING l.position, r.id, l.sync_status AS old_status, l.is_by_hand AS old_by_hand,
                     l.reference_number AS old_reference, l.excluded_at AS old_excluded_at, r.sync_status AS new_status,
                     r.is_by_hand AS new_by_hand, r.reference_number AS new_reference, r.excluded_at AS new_excluded_at),
         audited AS (${auditInsert(ctx, eventsOf(eventIds, from, reason))}),
         decided AS (
           SELECT i.position, i.result IS NULL AS is_open, l.kind, coalesce(i.result, l.verdict, 'changed_meanwhile') AS result
             FROM item i LEFT JOIN locked l ON l.position = i.position),
         excepted AS (
           UPDATE bulk_item b SET result = d.result
             FROM decided d
            WHERE b.tenant_id = ${ctx.tenantId}::uuid AND b.operation_id = ${operation.id}::uuid AND b.position = d.position
              AND d.is_open AND d.result <> 'updated')
    SELECT result, count(*)::int AS count, array_remove(array_agg(DISTINCT kind), NULL) AS kinds FROM decided GROUP BY result`;
  const updated = rows.find(({ result }) => result === 'updated');
  return {
    counts: new Map(rows.map(({ result, count }) => [result, count])),
    kinds: KINDS.filter((kind) => updated?.kinds.includes(kind)),
  };
}

const FORMER = movedColumns((column) => `i.former_${column}`);

/** The same as `moveEvent` says; a test holds the two against each other. */
function eventsOf(ids: readonly string[], from: number, reason: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT (${ids}::uuid[])[c.position - ${from}::int] AS id,
           CASE WHEN (c.old_excluded_at IS NULL) = (c.new_excluded_at IS NULL) THEN 'record.status_changed'
                WHEN c.new_excluded_at IS NULL THEN 'record.included' ELSE 'record.excluded' END AS action,
           'record' AS subject_type, c.id AS subject_id, ${standing('old')} AS before, ${standing('new')} AS after,
           ${reason}::text AS note
      FROM changed c`;
}

const STATUS_NAMES = SYNC_STATUSES.map((name) => `'${name}'`).join(', ');

function standing(side: 'old' | 'new'): Prisma.Sql {
  const pair = `'syncStatus', (ARRAY[${STATUS_NAMES}])[c.${side}_status + 1], 'isByHand', c.${side}_by_hand`;
  const time = `to_char(c.${side}_excluded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return Prisma.raw(`CASE
    WHEN (c.old_excluded_at IS NULL) <> (c.new_excluded_at IS NULL) THEN json_build_object('excludedAt', ${time})
    WHEN c.old_reference IS DISTINCT FROM c.new_reference THEN json_build_object(${pair}, 'referenceNumber', c.${side}_reference)
    ELSE json_build_object(${pair}) END`);
}
