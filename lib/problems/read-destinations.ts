import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ProblemPlace } from './read-found.ts';
import { TITLE_COLUMNS, TITLE_JOINS, type TitleRow, titleOf } from './title-columns.ts';

/** Where records of a problem are now that the rules tell their messages otherwise, and how many of them. */
export type Destination = { problem: string; title: string; records: number };

/** A problem that has no records left. */
type Left = ProblemPlace & { id: string };

const COLUMNS: readonly Column<Left>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['problem_key', 'uuid', ({ problemKey }) => problemKey],
  ['connection_id', 'uuid', ({ connectionId }) => connectionId],
];

/**
 * Says where the failed and waiting records of problems went whose messages are of others now, the most records first.
 * Keyed by the problem's id. What is null went to a problem that is not stored yet: it can't be told before the next time.
 */
export async function readDestinations(
  ctx: Ctx,
  tx: TenantTx,
  left: readonly Left[],
): Promise<ReadonlyMap<string, Destination[] | null>> {
  if (left.length === 0) return new Map();
  const { tenantId } = ctx;
  const rows = await tx.$queryRaw<(TitleRow & { fromId: string; id: string | null; records: number })[]>`
    SELECT m.from_id AS "fromId", p.id, m.records, ${TITLE_COLUMNS}
      FROM (SELECT l.id AS from_id, d.problem_key, r.connection_id, count(*)::int AS records
              FROM ${recordset('l', left, COLUMNS)}
              JOIN message_diagnosis d ON d.tenant_id = ${tenantId}::uuid AND d.former_keys <> '{}'
                                      AND l.problem_key = ANY (d.former_keys)
              JOIN sync_record r ON r.tenant_id = ${tenantId}::uuid AND r.error_message_id = d.message_id
                                AND coalesce(r.error_code, '') = d.error_code AND r.excluded_at IS NULL
                                AND (r.sync_status = 2::smallint OR (r.sync_status = 0::smallint AND r.cause IS NOT NULL))
                                AND r.connection_id IS NOT DISTINCT FROM l.connection_id
             GROUP BY 1, 2, 3) m
      LEFT JOIN problem p ON p.tenant_id = ${tenantId}::uuid AND p.problem_key = m.problem_key
                         AND p.connection_id IS NOT DISTINCT FROM m.connection_id
      ${TITLE_JOINS}
     ORDER BY m.records DESC, p.id`;
  return new Map(
    [...Map.groupBy(rows, ({ fromId }) => fromId)].map(([fromId, own]) => [
      fromId,
      own.some(({ id }) => id === null)
        ? null
        : own.map((row) => ({ problem: String(row.id), title: titleOf(row), records: row.records })),
    ]),
  );
}

/** Forgets of messages what they were of before, but for problems that are not solved: theirs may still be asked for. */
export async function forgetFormerKeys({ tenantId }: Ctx, tx: TenantTx): Promise<void> {
  await tx.$executeRaw`
    UPDATE message_diagnosis d SET former_keys = k.kept
      FROM (SELECT f.message_id, f.error_code,
                   ARRAY(SELECT key FROM unnest(f.former_keys) AS key
                          WHERE EXISTS (SELECT FROM problem p WHERE p.tenant_id = ${tenantId}::uuid AND p.problem_key = key
                                                                AND p.state <> 'solved')) AS kept
              FROM message_diagnosis f WHERE f.tenant_id = ${tenantId}::uuid AND f.former_keys <> '{}') k
     WHERE d.tenant_id = ${tenantId}::uuid AND d.message_id = k.message_id AND d.error_code = k.error_code
       AND d.former_keys <> k.kept`;
}
