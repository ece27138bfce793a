import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { TITLE_COLUMNS, TITLE_JOINS, type TitleRow, titleOf } from './title-columns.ts';

/** The problem that a record is part of, as a link says it. `records`: failed or put back for it, as they were counted last. */
export type RecordProblem = { id: string; title: string; records: number };

/** Gives the problem that a failed record, or one that was put back since it failed, is part of; null for none. */
export async function getRecordProblem(ctx: Ctx, recordId: string): Promise<RecordProblem | null> {
  if (!ctx.permissions.has('problem:read')) return null;
  requirePermission(ctx, 'record:read');
  const [row] = await ctx.transaction(
    (tx) => tx.$queryRaw<(TitleRow & { id: string; records: number })[]>`
      SELECT p.id, p.records_key AS records, ${TITLE_COLUMNS}
        FROM sync_record r
        JOIN message_diagnosis k ON k.tenant_id = r.tenant_id AND k.message_id = r.error_message_id
                                AND k.error_code = coalesce(r.error_code, '')
        JOIN problem p ON p.tenant_id = r.tenant_id AND p.problem_key = k.problem_key
                      AND p.connection_id IS NOT DISTINCT FROM r.connection_id
        ${TITLE_JOINS}
       WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${recordId}::uuid
         AND r.sync_status <> 1 AND r.excluded_at IS NULL AND p.state <> 'solved'`,
  );
  return row === undefined ? null : { id: row.id, title: titleOf(row), records: row.records };
}
