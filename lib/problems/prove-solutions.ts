import type { Ctx } from '#lib/access/context.ts';
import { type Amount, storedAmount, sumOf } from '#lib/core/money.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf } from '#lib/records/kinds.ts';
import { sortMoney } from './money-key.ts';
import type { ProblemProof, ProofRecord } from './problem-contract.ts';
import type { ProblemPlace } from './read-found.ts';

/** A problem that is being solved, and since when it was open. */
export type Solving = ProblemPlace & { id: string; openedAt: Date };

export const SAMPLE_MAX = 50;

const FATES = ['completed', 'byHand', 'excluded', 'elsewhere', 'left'] as const;
type Fate = (typeof FATES)[number];

type Row = {
  id: string;
  fate: Fate;
  currency: string | null;
  records: number;
  amount: string | null;
  lastAttemptAt: Date | null;
  sample: string | null;
};

const COLUMNS: readonly Column<Solving>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['problem_key', 'uuid', ({ problemKey }) => problemKey],
  ['connection_id', 'uuid', ({ connectionId }) => connectionId],
  ['opened_at', 'timestamptz', ({ openedAt }) => openedAt.toISOString()],
];

/**
 * Says what became of every record that failed of these problems since each was opened, by what was reported: completed by
 * a job, by hand, excluded, or elsewhere. The figures are exact, however many there are; keyed by the problem's id.
 */
export async function proveSolutions(
  ctx: Ctx,
  tx: TenantTx,
  solving: readonly Solving[],
): Promise<Map<string, ProblemProof>> {
  if (solving.length === 0) return new Map();
  const { tenantId } = ctx;
  const earliest = new Date(Math.min(...solving.map(({ openedAt }) => openedAt.getTime())));
  const rows = await tx.$queryRaw<Row[]>`
    WITH member AS MATERIALIZED (
      SELECT DISTINCT p.id, p.problem_key, p.connection_id, a.record_id
        FROM ${recordset('p', solving, COLUMNS)}
        JOIN message_diagnosis d ON d.tenant_id = ${tenantId}::uuid AND d.problem_key = p.problem_key
        JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.error_message_id = d.message_id
                           AND coalesce(a.error_code, '') = d.error_code
                           AND a.attempted_at >= ${earliest}::timestamptz AND a.attempted_at >= p.opened_at
       WHERE a.record_id IS NOT NULL),
    fated AS MATERIALIZED (
      SELECT m.id, r.id AS record_id, r.kind, r.number, r.reference_number, r.synced_at, r.amount,
             CASE WHEN r.amount IS NOT NULL THEN r.currency END AS currency,
             CASE WHEN r.excluded_at IS NOT NULL THEN 'excluded'
                  WHEN r.sync_status = 1 AND r.is_by_hand THEN 'byHand'
                  WHEN r.sync_status = 1 THEN 'completed'
                  WHEN now_of.problem_key = m.problem_key THEN 'left'
                  ELSE 'elsewhere' END AS fate
        FROM member m
        JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.id = m.record_id
                          AND r.connection_id IS NOT DISTINCT FROM m.connection_id
        LEFT JOIN message_diagnosis now_of ON now_of.tenant_id = ${tenantId}::uuid AND now_of.message_id = r.error_message_id
                                          AND now_of.error_code = coalesce(r.error_code, '')),
    sampled AS (
      SELECT id, json_agg(json_build_object(
               'id', record_id, 'kind', kind, 'number', number, 'amount', amount::text, 'currency', currency,
               'referenceNumber', reference_number, 'syncedAt', to_char(synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
               ORDER BY synced_at DESC, record_id)::text AS sample
        FROM (SELECT f.*, row_number() OVER (PARTITION BY id ORDER BY synced_at DESC, record_id) AS place
                FROM fated f WHERE fate = 'completed') f
       WHERE place <= ${SAMPLE_MAX}::int GROUP BY id)
    SELECT f.id, f.fate, f.currency, count(*)::int AS records, sum(f.amount)::numeric(40,4)::text AS amount,
           max(f.synced_at) AS "lastAttemptAt", max(s.sample) AS sample
      FROM fated f LEFT JOIN sampled s ON s.id = f.id AND f.fate = 'completed'
     GROUP BY f.id, f.fate, f.currency`;
  return new Map(
    solving.map(({ id }) => [
      id,
      toProof(
        rows.filter((row) => row.id === id),
        ctx.tenant.currency,
      ),
    ]),
  );
}

function toProof(rows: readonly Row[], currency: string): ProblemProof {
  const figures = (fate: Fate) => {
    const own = rows.filter((row) => row.fate === fate);
    return {
      records: own.reduce((sum, { records }) => sum + records, 0),
      money: sortMoney(
        own.map((row) => ({ currency: row.currency, amount: amountOf(row.amount), records: row.records })),
        currency,
      ),
    };
  };
  const completed = rows.filter(({ fate }) => fate === 'completed');
  const times = completed.flatMap(({ lastAttemptAt }) => lastAttemptAt?.getTime() ?? []);
  return {
    completed: figures('completed'),
    lastAttemptAt: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
    sample: readSample(completed.find(({ sample }) => sample !== null)?.sample ?? '[]'),
    byHand: figures('byHand'),
    excluded: figures('excluded'),
    elsewhere: figures('elsewhere'),
    left: figures('left'),
  };
}

function readSample(text: string): ProofRecord[] {
  return (JSON.parse(text) as ProofRecord[]).map((one) => ({
    ...one,
    kind: kindOf(one.kind),
    amount: one.amount === null ? null : storedAmount(one.amount),
  }));
}

function amountOf(text: string | null): Amount {
  return text === null ? sumOf([]) : storedAmount(text);
}
