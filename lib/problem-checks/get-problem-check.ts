import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { readOperation, toOperation } from '#lib/bulk/read-operation.ts';
import { type Cause, isCause } from '#lib/causes/causes.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import { findProblem } from '#lib/problems/find-problem.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import {
  CHECKABLE,
  type ProblemCheck,
  type ProblemCheckState,
  type PutBackProgress,
  type Verdict,
  type VerdictGroup,
} from './check-contract.ts';

type CheckRow = {
  id: string;
  state: 'waiting' | 'ready';
  requestedBy: string;
  requestedAt: Date;
  endedAt: Date | null;
  lists: ListType[];
  unread: string | null;
  further: number;
  operationId: string | null;
};
type GroupRow = { verdict: Verdict; cause: string | null; words: string | null; records: number };

const GROUPS_MAX = 20;

/** Gives the last check of a problem, and what has become since of the records that it put back. Throws `not_found`. */
export async function getProblemCheck(ctx: Ctx, problemId: string): Promise<ProblemCheckState> {
  requirePermission(ctx, 'problem:read');
  if (!isId(problemId)) throw notFound('The problem');
  return ctx.transaction(
    async (tx) => {
      const { cause } = await findProblem(ctx, tx, problemId);
      const known = isCause(cause) ? cause : 'unknown';
      const matching = await matchingRecords(
        ctx,
        tx,
        { ...EVERY_RECORD, problemId, syncStatus: 'failed' },
        Prisma.sql`1`,
      );
      const [{ failed }] = await tx.$queryRaw<
        [{ failed: number }]
      >`SELECT count(*)::int AS failed FROM (${matching}) m`;
      const check = await readCheck(ctx, tx, problemId, known);
      return { canTell: CHECKABLE[known] !== undefined, failed, check };
    },
    { isSnapshot: true },
  );
}

async function readCheck(ctx: Ctx, tx: TenantTx, problemId: string, cause: Cause): Promise<ProblemCheck | null> {
  const [row] = await tx.$queryRaw<CheckRow[]>`
    SELECT id, state, requested_by AS "requestedBy", requested_at AS "requestedAt", ended_at AS "endedAt", lists, unread,
           further, operation_id AS "operationId"
      FROM problem_check WHERE tenant_id = ${ctx.tenantId}::uuid AND problem_id = ${problemId}::uuid
     ORDER BY requested_at DESC, id DESC LIMIT 1`;
  if (row === undefined) return null;
  const groups = await tx.$queryRaw<GroupRow[]>`
    SELECT verdict, cause, words, count(*)::int AS records FROM problem_check_record
     WHERE tenant_id = ${ctx.tenantId}::uuid AND check_id = ${row.id}::uuid
     GROUP BY verdict, cause, words ORDER BY records DESC, words`;
  const { operationId, requestedAt, endedAt, ...own } = row;
  const count = (verdict: Verdict) =>
    groups.filter((group) => group.verdict === verdict).reduce((sum, { records }) => sum + records, 0);
  return {
    ...own,
    problemId,
    requestedAt: requestedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    counts: {
      will_pass: count('will_pass'),
      will_fail: count('will_fail'),
      may_fail: count('may_fail'),
      not_known: count('not_known'),
    },
    groups: groups
      .filter(({ verdict }) => verdict !== 'will_pass')
      .slice(0, GROUPS_MAX)
      .map(toGroup),
    putBack: operationId === null ? null : await readProgress(ctx, tx, operationId, cause),
  };
}

function toGroup({ verdict, cause, words, records }: GroupRow): VerdictGroup {
  return { verdict, cause: cause !== null && isCause(cause) ? cause : null, words, records };
}

type ProgressRow = Omit<PutBackProgress, 'operationId' | 'undoableUntil'>;

/** By the records as they are now: nothing is taken for completed that is not. */
async function readProgress(ctx: Ctx, tx: TenantTx, operationId: string, cause: Cause): Promise<PutBackProgress> {
  const operation = toOperation(await readOperation(ctx, tx, operationId));
  const [row] = await tx.$queryRaw<[ProgressRow]>`
    SELECT count(*)::int AS total,
           (count(*) FILTER (WHERE r.sync_status = 1))::int AS completed,
           (count(*) FILTER (WHERE r.sync_status = 2 AND isTried AND r.cause = ${cause}))::int AS "failedSame",
           (count(*) FILTER (WHERE r.sync_status = 2 AND isTried AND r.cause IS DISTINCT FROM ${cause}))::int AS "failedOther",
           (count(*) FILTER (WHERE r.sync_status = 0 AND r.excluded_at IS NULL))::int AS waiting,
           (count(*) FILTER (WHERE (r.sync_status = 2 AND NOT isTried) OR (r.sync_status = 0 AND r.excluded_at IS NOT NULL)))::int AS returned
      FROM (SELECT i.record_id, o.started_at FROM bulk_item i
              JOIN bulk_operation o ON o.tenant_id = i.tenant_id AND o.id = i.operation_id
             WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${operationId}::uuid
               AND coalesce(i.result, 'updated') = 'updated' AND i.position <= o.done) b
      JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = b.record_id
     CROSS JOIN LATERAL (SELECT coalesce(r.last_attempt_at > b.started_at, false) AS isTried) t`;
  return { operationId, ...row, undoableUntil: operation.undoableUntil };
}
