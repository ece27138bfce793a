import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { KnownProblem } from './read-known.ts';

/** Of a solved problem that has failed records: whether one is back that was done, and the first failure that counts. */
export type Returned = { isReturned: boolean; failingSince: Date | null };

const COLUMNS: readonly Column<KnownProblem>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['problem_key', 'uuid', ({ problemKey }) => problemKey],
  ['connection_id', 'uuid', ({ connectionId }) => connectionId],
  ['solved_at', 'timestamptz', ({ solvedAt }) => solvedAt?.toISOString()],
  ['solved_through', 'timestamptz', ({ solvedThrough }) => solvedThrough?.toISOString()],
];

/**
 * Looks at the failed records of solved problems. One whose failure was known before the solution was done then, and is
 * not any more: a completion by hand was undone, or an exclusion. Keyed by the problem's id.
 */
export async function readReturned(
  ctx: Ctx,
  tx: TenantTx,
  problems: readonly KnownProblem[],
): Promise<ReadonlyMap<string, Returned>> {
  if (problems.length === 0) return new Map();
  const { tenantId } = ctx;
  const rows = await tx.$queryRaw<({ id: string } & Returned)[]>`
    SELECT f.id, bool_or(f.is_known) AS "isReturned",
           min(f.attempted_at) FILTER (WHERE f.is_new OR f.is_known) AS "failingSince"
      FROM (SELECT p.id, coalesce(r.last_attempt_at, r.list_date) AS attempted_at,
                   coalesce(r.last_attempt_at, r.list_date) > coalesce(p.solved_through, '-infinity') AS is_new,
                   coalesce(a.received_at, '-infinity') < p.solved_at AS is_known
              FROM ${recordset('p', problems, COLUMNS)}
              JOIN message_diagnosis d ON d.tenant_id = ${tenantId}::uuid AND d.problem_key = p.problem_key
              JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.error_message_id = d.message_id
                                AND coalesce(r.error_code, '') = d.error_code AND r.sync_status = 2::smallint
                                AND r.excluded_at IS NULL AND r.connection_id IS NOT DISTINCT FROM p.connection_id
              LEFT JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.id = r.last_attempt_id) f
     GROUP BY f.id`;
  return new Map(rows.map(({ id, ...returned }) => [id, returned]));
}
