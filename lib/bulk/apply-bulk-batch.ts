import type { Ctx } from '#lib/access/context.ts';
import { auditInsert } from '#lib/audit/record-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind, SYNC_STATUSES } from '#lib/records/kinds.ts';
import type { MoveResult } from '#lib/records/status-moves.ts';
import { announceChanges, type RecordChange } from '#lib/webhooks/announce-changes.ts';
import { listenedTypes } from '#lib/webhooks/listened-types.ts';
import type { BulkResult } from './bulk-contract.ts';
import { movedColumns } from './former-columns.ts';
import { restoreSql, setSql, unlessHeld, verdictSql } from './move-sql.ts';
import { moveOf, type StoredOperation } from './read-operation.ts';

/** What became of a batch: how many items had each result, and the kinds of the records that changed. */
export type BatchOutcome = { counts: Map<BulkResult, number>; kinds: Kind[] };

/** A sync job took a record of the batch after the batch had looked who holds it: the batch is to be done again. */
export class TakenMeanwhileError extends Error {}

/** The items after `from` up to and with `to`. */
type Range = { from: number; to: number };

/**
 * Does a range of items: one statement locks the records that still have their version, in the order in which reports
 * of sync jobs lock theirs, changes those that may move, and writes one audit event each. Then the items that were not
 * changed are marked, of which there are mostly none. Throws `TakenMeanwhileError`.
 */
export async function applyBulkBatch(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  range: Range,
): Promise<BatchOutcome> {
  const isHeard = (await listenedTypes(ctx, tx)).size > 0;
  const met = await changeRecords(ctx, tx, operation, range, isHeard);
  const updated = met.find(({ verdict }) => verdict === 'updated');
  const count = updated?.positions.length ?? 0;
  if (updated !== undefined && updated.changed !== count) throw new Error('A locked record was not changed');
  if (updated !== undefined) await checkNotTaken(ctx, tx, operation, updated.positions);
  if (isHeard) await announceChanges(ctx, tx, { records: changesOf(updated), failedAttemptIds: [] });
  const counts = new Map<BulkResult, number>(count === 0 ? [] : [['updated', count]]);
  if (count < range.to - range.from) {
    for (const exception of await markExceptions(ctx, tx, operation, range, met)) {
      counts.set(exception.result, exception.count);
    }
  }
  return { counts, kinds: KINDS.filter((kind) => updated?.kinds.includes(kind)) };
}

type Verdict = Extract<BulkResult, MoveResult>;
type Met = {
  verdict: Verdict;
  positions: number[];
  kinds: string[];
  changed: number;
  /** Which, and the status that each had; read only if somebody is to hear of it. */
  ids?: string[];
  before?: number[];
};

const HEARD = Prisma.sql`, array_agg(id) AS ids, array_agg(sync_status) AS before`;

/** Whoever puts a pending record to Pending again, or takes one in again, wants it to be tried. */
function changesOf(updated: Met | undefined): RecordChange[] {
  return (updated?.ids ?? []).map((recordId, index) => ({
    recordId,
    before: updated?.before?.[index] ?? null,
    isRenewed: true,
  }));
}

/**
 * The records are named by their ids, and no loop in a loop is allowed: an operation's items, and often the tenant's
 * records too, are new to the planner, which takes them for one or two and would compare each with each.
 */
async function changeRecords(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  { from, to }: Range,
  isHeard: boolean,
): Promise<Met[]> {
  const move = moveOf(operation);
  const { reason } = operation;
  const mayOverride = ctx.permissions.has('record:override_status');
  const verdict =
    move === null
      ? unlessHeld(Prisma.sql`'updated'`)
      : verdictSql({ ...move, hasReason: reason !== null, mayOverride });
  const changes = move === null ? restoreSql() : setSql(move, ctx.actor.id, reason);
  const former = move === null ? Prisma.sql`, ${FORMER}` : Prisma.empty;
  const eventIds = Array.from({ length: to - from }, newId);
  const items = await tx.$queryRaw<{ id: string }[]>`
    SELECT record_id AS id, set_config('enable_nestloop', 'off', true) FROM bulk_item
     WHERE tenant_id = ${ctx.tenantId}::uuid AND operation_id = ${operation.id}::uuid
       AND position > ${from}::int AND position <= ${to}::int AND result IS NULL`;
  const isOfBatch = Prisma.sql`r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${items.map(({ id }) => id)}::uuid[])`;
  return tx.$queryRaw<Met[]>`
    WITH locked AS MATERIALIZED (
           SELECT i.position, r.id, r.kind, ${verdict} AS verdict, r.sync_status, r.is_by_hand, r.reference_number,
                  r.excluded_at ${former}
             FROM bulk_item i
             JOIN sync_record r ON ${isOfBatch} AND r.id = i.record_id AND r.version = i.version
             LEFT JOIN lease h ON h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = i.record_id
            WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${operation.id}::uuid
              AND i.position > ${from}::int AND i.position <= ${to}::int AND i.result IS NULL
            ORDER BY r.source_id, r.kind, r.external_key
              FOR NO KEY UPDATE OF r),
         changed AS (
           UPDATE sync_record r SET ${changes}, version = r.version + 1, updated_at = now()
             FROM locked l
            WHERE ${isOfBatch} AND r.id = l.id AND l.verdict = 'updated'
           RETURNING l.position, r.id, l.sync_status AS old_status, l.is_by_hand AS old_by_hand,
                     l.reference_number AS old_reference, l.excluded_at AS old_excluded_at, r.sync_status AS new_status,
                     r.is_by_hand AS new_by_hand, r.reference_number AS new_reference, r.excluded_at AS new_excluded_at),
         audited AS (${auditInsert(ctx, eventsOf(eventIds, from, reason))})
    SELECT verdict, array_agg(position) AS positions, array_agg(DISTINCT kind) AS kinds,
           (SELECT count(*)::int FROM changed) AS changed ${isHeard ? HEARD : Prisma.empty}
      FROM locked GROUP BY verdict`;
}

/**
 * A job takes a record without changing its row, so that the statement which waited for the row may not have seen it.
 * From its lock on nobody takes the record any more: who looks again now sees them all.
 */
async function checkNotTaken(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  positions: readonly number[],
): Promise<void> {
  const [taken] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM bulk_item i JOIN lease h ON h.tenant_id = i.tenant_id AND h.record_id = i.record_id
     WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${operation.id}::uuid
       AND i.position = ANY (${[...positions]}::int[]) LIMIT 1`;
  if (taken !== undefined) throw new TakenMeanwhileError('A sync job took a record of the batch');
}

/** Marks what was met and not changed, and what was not met since its record has another version now; counts both. */
async function markExceptions(
  ctx: Ctx,
  tx: TenantTx,
  operation: StoredOperation,
  { from, to }: Range,
  met: readonly Met[],
): Promise<{ result: BulkResult; count: number }[]> {
  const marks = Array.from({ length: to - from }, () => MARKS.indexOf('changed_meanwhile'));
  for (const { verdict, positions } of met) {
    for (const position of positions) marks[position - from - 1] = MARKS.indexOf(verdict);
  }
  const own = Prisma.sql`tenant_id = ${ctx.tenantId}::uuid AND operation_id = ${operation.id}::uuid
                     AND position > ${from}::int AND position <= ${to}::int`;
  // A number at each place, since a text of an array is found by counting all before it.
  await tx.$executeRaw`
    UPDATE bulk_item SET result = (${[...MARKS]}::text[])[(${marks}::int[])[position - ${from}::int] + 1]
     WHERE ${own} AND result IS NULL AND (${marks}::int[])[position - ${from}::int] <> ${MARKS.indexOf('updated')}::int`;
  if (met.some(({ verdict }) => verdict === 'held')) {
    await tx.$executeRaw`
      UPDATE bulk_item i SET held_by = h.holder, held_until = h.expires_at FROM lease h
       WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${operation.id}::uuid
         AND i.position > ${from}::int AND i.position <= ${to}::int AND i.result = 'held'
         AND h.tenant_id = i.tenant_id AND h.record_id = i.record_id`;
  }
  return tx.$queryRaw<{ result: BulkResult; count: number }[]>`
    SELECT result, count(*)::int AS count FROM bulk_item WHERE ${own} AND result IS NOT NULL GROUP BY result`;
}

const MARKS: readonly BulkResult[] = [
  'updated',
  'unchanged',
  'not_allowed',
  'excluded',
  'in_ledger',
  'void',
  'changed_meanwhile',
  'held',
];

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
