import type { Ctx } from '#lib/access/context.ts';
import { CONFIDENT } from '#lib/causes/diagnose.ts';
import { type Amount, storedAmount, sumOf } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind, kindOf } from '#lib/records/kinds.ts';
import { sortMoney } from './money-key.ts';
import type { BlockedMoney, ProblemFigures } from './problem-contract.ts';

/** One problem as the records show it at this moment. */
export type Found = {
  problemKey: string;
  connectionId: string | null;
  isGuess: boolean;
  figures: ProblemFigures;
  /** The first and the last of the failures that its records have; of those that are failed, the last. */
  firstAt: string;
  lastAt: string;
  lastFailedAt: string | null;
};

/** What the records show: the problems, and what failed for no reason that anybody told. */
export type FoundProblems = { problems: Found[]; unexplained: { records: number; money: BlockedMoney[] } };

/** Names one problem among those of a tenant. */
export type ProblemPlace = { problemKey: string; connectionId: string | null };

type Row = {
  problemKey: string | null;
  connectionId: string | null;
  kind: string;
  currency: string | null;
  isFailed: boolean;
  isGuess: boolean | null;
  records: number;
  amount: string | null;
  oldestOn: string | null;
  firstAt: Date;
  lastAt: Date;
};

const EVERY_KIND = Prisma.raw(`ARRAY[${KINDS.map((kind) => `'${kind}'`).join(', ')}]`);
const HUNDREDTHS = Math.round(CONFIDENT * 100);

/**
 * Gathers what is failed, and what was put back to Pending since it failed, into problems, in one look at these records:
 * all of the tenant, or those of one problem.
 */
export async function readFound(ctx: Ctx, tx: TenantTx, only: ProblemPlace | null = null): Promise<FoundProblems> {
  const { tenantId } = ctx;
  const narrowed = only === null ? Prisma.empty : ofProblem(tenantId, only);
  const rows = await tx.$queryRaw<Row[]>`
    WITH failing AS MATERIALIZED (
      SELECT r.error_message_id, coalesce(r.error_code, '') AS error_code, r.connection_id, r.kind,
             CASE WHEN r.amount IS NOT NULL THEN r.currency END AS currency, r.sync_status = 2 AS is_failed,
             count(*) AS records, sum(r.amount) AS amount, min(r.document_date) AS oldest_on,
             min(coalesce(r.last_attempt_at, r.list_date)) AS first_at, max(coalesce(r.last_attempt_at, r.list_date)) AS last_at
        FROM (SELECT * FROM sync_record r
               WHERE r.tenant_id = ${tenantId}::uuid AND r.excluded_at IS NULL AND r.sync_status = 2::smallint ${narrowed}
               UNION ALL
              SELECT * FROM sync_record r
               WHERE r.tenant_id = ${tenantId}::uuid AND r.excluded_at IS NULL AND r.sync_status = 0::smallint
                 AND r.kind = ANY (${EVERY_KIND}) AND r.cause IS NOT NULL ${narrowed}) r
       GROUP BY 1, 2, 3, 4, 5, 6)
    SELECT d.problem_key AS "problemKey", f.connection_id AS "connectionId", f.kind, f.currency, f.is_failed AS "isFailed",
           bool_and(d.confidence < ${HUNDREDTHS}::int AND NOT d.is_assigned) AS "isGuess",
           sum(f.records)::int AS records, sum(f.amount)::numeric(40,4)::text AS amount, min(f.oldest_on)::text AS "oldestOn",
           min(f.first_at) AS "firstAt", max(f.last_at) AS "lastAt"
      FROM failing f
      LEFT JOIN message_diagnosis d ON d.tenant_id = ${tenantId}::uuid AND d.message_id = f.error_message_id
                                   AND d.error_code = f.error_code
     GROUP BY 1, 2, 3, 4, 5`;
  const groups = Map.groupBy(
    rows.filter(({ problemKey }) => only === null || problemKey === only.problemKey),
    ({ problemKey, connectionId }) => (problemKey === null ? null : placeKey({ problemKey, connectionId })),
  );
  const without = groups.get(null)?.filter(({ isFailed }) => isFailed) ?? [];
  groups.delete(null);
  return {
    problems: [...groups.values()].map((group) => toFound(group, ctx.tenant.currency)),
    unexplained: { records: total(without), money: sortMoney(moneyOf(without), ctx.tenant.currency) },
  };
}

/** Gives a text that is the same for the same problem alone. */
export function placeKey({ problemKey, connectionId }: ProblemPlace): string {
  return `${problemKey} ${connectionId ?? ''}`;
}

/** Records that were never in a problem, or no more are: nothing of everything. */
export const NO_FIGURES: ProblemFigures = {
  failed: 0,
  waiting: 0,
  kinds: [],
  money: [],
  oldestOn: null,
  oldestFailedAt: null,
};

function ofProblem(tenantId: string, { problemKey, connectionId }: ProblemPlace): Prisma.Sql {
  return Prisma.sql`
    AND r.connection_id IS NOT DISTINCT FROM ${connectionId}::uuid
    AND r.error_message_id = ANY (ARRAY(SELECT d.message_id FROM message_diagnosis d
                                         WHERE d.tenant_id = ${tenantId}::uuid AND d.problem_key = ${problemKey}::uuid))`;
}

function toFound(rows: readonly Row[], currency: string): Found {
  const failed = rows.filter(({ isFailed }) => isFailed);
  const [first] = rows as [Row];
  return {
    problemKey: first.problemKey ?? '',
    connectionId: first.connectionId,
    isGuess: rows.every(({ isGuess }) => isGuess === true),
    figures: {
      failed: total(failed),
      waiting: total(rows) - total(failed),
      kinds: kindsOf(rows),
      money: sortMoney(moneyOf(rows), currency),
      oldestOn: rows.flatMap(({ oldestOn }) => oldestOn ?? []).toSorted()[0] ?? null,
      oldestFailedAt: earliest(rows),
    },
    firstAt: earliest(rows),
    lastAt: latest(rows),
    lastFailedAt: failed.length === 0 ? null : latest(failed),
  };
}

function kindsOf(rows: readonly Row[]): ProblemFigures['kinds'] {
  return KINDS.flatMap((kind: Kind) => {
    const own = rows.filter((row) => kindOf(row.kind) === kind);
    if (own.length === 0) return [];
    const failed = total(own.filter(({ isFailed }) => isFailed));
    return [{ kind, failed, waiting: total(own) - failed }];
  });
}

function moneyOf(rows: readonly Row[]): BlockedMoney[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => ({
    currency,
    amount: sumOf(own.map(({ amount }) => (amount === null ? NOTHING : storedAmount(amount)))),
    records: total(own),
  }));
}

const NOTHING = '0.0000' as Amount;

function total(rows: readonly Row[]): number {
  return rows.reduce((sum, { records }) => sum + records, 0);
}

function earliest(rows: readonly Row[]): string {
  return new Date(Math.min(...rows.map(({ firstAt }) => firstAt.getTime()))).toISOString();
}

function latest(rows: readonly Row[]): string {
  return new Date(Math.max(...rows.map(({ lastAt }) => lastAt.getTime()))).toISOString();
}
