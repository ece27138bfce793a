import type { Ctx } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { statusOfNumber } from '#lib/records/kinds.ts';
import type { Move } from '#lib/records/status-moves.ts';
import { type BulkAct, type BulkOperation, type BulkState, type SkipReason, UNDO_DAYS } from './bulk-contract.ts';
import { kindsOf, type StoredPart, toParts } from './stored-parts.ts';

/** One operation as its row has it. */
export type StoredOperation = {
  id: string;
  act: BulkAct['act'];
  target: number | null;
  undoes: string | null;
  state: BulkState;
  selection: unknown;
  parts: StoredPart[];
  total: number | null;
  done: number;
  updated: number;
  unchanged: number;
  notFound: number;
  skipped: Partial<Record<SkipReason, number>>;
  reason: string | null;
  referenceNumber: string | null;
  isSelfStarting: boolean;
  requestHash: string | null;
  brokenReason: string | null;
  createdByType: 'person' | 'api_key' | 'job';
  createdBy: string | null;
  createdByName: string;
  address: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  undoneBy: string | null;
};

const COLUMNS = Prisma.sql`
  o.id, o.act, o.target, o.undoes, o.state, o.selection, o.parts, o.total, o.done, o.updated, o.unchanged,
  o.not_found AS "notFound", o.skipped, o.reason, o.reference_number AS "referenceNumber",
  o.is_self_starting AS "isSelfStarting", encode(o.request_hash, 'hex') AS "requestHash",
  o.broken_reason AS "brokenReason", o.created_by_type AS "createdByType", o.created_by AS "createdBy",
  o.created_by_name AS "createdByName", o.address, o.created_at AS "createdAt", o.started_at AS "startedAt",
  o.finished_at AS "finishedAt",
  (SELECT u.id FROM bulk_operation u
    WHERE u.tenant_id = o.tenant_id AND u.undoes = o.id AND u.state IN ('running', 'stopping', 'finished')) AS "undoneBy"`;

/** Where a page of operations begins: beyond one of them, towards later or earlier ones. */
export type OperationsRequest = { beyond: string | null; isBackward: boolean; limit: number };

/** Reads operations that were started, the latest first (backward: the earliest first). Ids rise with time. */
export function readStarted(ctx: Ctx, tx: TenantTx, request: OperationsRequest): Promise<StoredOperation[]> {
  const { beyond, isBackward, limit } = request;
  const isBeyond =
    beyond === null ? Prisma.empty : Prisma.sql`AND o.id ${Prisma.raw(isBackward ? '>' : '<')} ${beyond}::uuid`;
  return tx.$queryRaw<StoredOperation[]>`
    SELECT ${COLUMNS} FROM bulk_operation o
     WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.started_at IS NOT NULL ${isBeyond}
     ORDER BY o.id ${Prisma.raw(isBackward ? 'ASC' : 'DESC')} LIMIT ${limit}::int`;
}

/** Reads one operation. Throws `not_found` for an unknown id and for another tenant's alike. */
export async function readOperation(ctx: Ctx, tx: TenantTx, id: string): Promise<StoredOperation> {
  const [row] = isId(id)
    ? await tx.$queryRaw<StoredOperation[]>`
        SELECT ${COLUMNS} FROM bulk_operation o WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id = ${id}::uuid`
    : [];
  if (row === undefined) throw notFound('The operation');
  return row;
}

/** Gives an operation as screens and the API see it. */
export function toOperation(row: StoredOperation): BulkOperation {
  const skipped = Object.values(row.skipped).reduce((sum, count) => sum + count, 0);
  return {
    ...actOf(row),
    id: row.id,
    state: row.state,
    kinds: kindsOf(row.parts),
    total: row.total,
    done: row.done,
    counts: { updated: row.updated, unchanged: row.unchanged, skipped, notFound: row.notFound },
    skippedBy: row.skipped,
    parts: toParts(row.parts),
    reason: row.reason,
    referenceNumber: row.referenceNumber,
    brokenReason: row.brokenReason,
    createdBy: { type: row.createdByType, id: row.createdBy, name: row.createdByName },
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoableUntil: undoableUntil(row)?.toISOString() ?? null,
    undoneBy: row.undoneBy,
  };
}

/** Gives the move that an operation makes; an undo makes none of the table's. */
export function moveOf({ act, target, referenceNumber }: StoredOperation): Move | null {
  if (act === 'undo') return null;
  if (act !== 'status') return { act };
  if (target === null) throw new RangeError('An operation on statuses has no target');
  return { act, target, referenceNumber };
}

function actOf({ act, target, undoes }: StoredOperation): BulkAct {
  if (act === 'status' && target !== null) return { act, target: statusOfNumber(target) };
  if (act === 'undo' && undoes !== null) return { act, undoes };
  if (act === 'exclude' || act === 'include') return { act };
  throw new RangeError(`An operation has the act ${act} without what belongs to it`);
}

function undoableUntil(row: StoredOperation): Date | null {
  const { act, updated, finishedAt, undoneBy } = row;
  if (act === 'undo' || updated === 0 || finishedAt === null || undoneBy !== null) return null;
  const until = new Date(finishedAt.getTime() + UNDO_DAYS * 86_400_000);
  return until > new Date() ? until : null;
}
