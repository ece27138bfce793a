import type { Ctx } from '#lib/access/context.ts';
import { diagnoseStored, readCauseRules } from '#lib/causes/cause-rules.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** The clocks of sync jobs may be behind ours by so much. */
const BEHIND_MINUTES = 5;

type Row = {
  attemptId: string;
  recordId: string;
  outcome: number;
  errorCode: string | null;
  /** The text by which its failure is known. */
  message: string | null;
};
type Settled = Row & { actualCause: string | null };

const COLUMNS: readonly Column<Settled>[] = [
  ['attempt_id', 'uuid', ({ attemptId }) => attemptId],
  ['record_id', 'uuid', ({ recordId }) => recordId],
  ['actual_cause', 'text', ({ actualCause }) => actualCause],
];

/**
 * Keeps what became of those of the records that were tried since their forecast, by their first attempt since; drops the
 * forecasts of those, and of what is pending no more. An attempt of long ago that is reported now proves nothing.
 */
export async function settleResults(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<void> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id AS "attemptId", f.record_id AS "recordId", a.outcome, a.error_code AS "errorCode",
           coalesce(m.message, a.error_message) AS message
      FROM record_forecast f
      JOIN LATERAL (
        SELECT s.id, s.outcome, s.error_code, s.error_message, s.error_message_id FROM sync_attempt s
         WHERE s.tenant_id = ${ctx.tenantId}::uuid AND s.record_id = f.record_id AND s.outcome IN (1, 2)
           AND s.received_at >= f.made_at AND s.attempted_at >= f.made_at - make_interval(mins => ${BEHIND_MINUTES}::int)
         ORDER BY s.attempted_at, s.external_id LIMIT 1) a ON true
      LEFT JOIN error_message m ON m.tenant_id = ${ctx.tenantId}::uuid AND m.id = a.error_message_id
     WHERE f.tenant_id = ${ctx.tenantId}::uuid AND f.record_id = ANY (${[...ids]}::uuid[])`;
  if (rows.length > 0) await insertResults(ctx, tx, rows);
  await tx.$executeRaw`
    DELETE FROM record_forecast f
     WHERE f.tenant_id = ${ctx.tenantId}::uuid AND f.record_id = ANY (${[...ids]}::uuid[])
       AND (f.record_id = ANY (${rows.map(({ recordId }) => recordId)}::uuid[])
            OR NOT EXISTS (SELECT FROM sync_record r WHERE r.tenant_id = f.tenant_id AND r.id = f.record_id
                              AND r.sync_status = 0 AND r.excluded_at IS NULL))`;
}

async function insertResults(ctx: Ctx, tx: TenantTx, rows: readonly Row[]): Promise<void> {
  const rules = await readCauseRules(tx, ctx.tenantId);
  const settled = rows.map(
    (row): Settled => ({
      ...row,
      actualCause: row.message === null ? null : diagnoseStored(row.message, row.errorCode, rules).cause,
    }),
  );
  await tx.$executeRaw`
    INSERT INTO forecast_result (tenant_id, attempt_id, record_id, forecast, rule, cause, made_at, attempted_at, outcome, actual_cause)
    SELECT ${ctx.tenantId}::uuid, n.attempt_id, n.record_id, f.outcome, f.rule, f.cause, f.made_at, a.attempted_at, a.outcome,
           CASE WHEN a.outcome = 2 THEN coalesce(n.actual_cause, 'unknown') END
      FROM ${recordset('n', settled, COLUMNS)}
      JOIN record_forecast f ON f.tenant_id = ${ctx.tenantId}::uuid AND f.record_id = n.record_id
      JOIN sync_attempt a ON a.tenant_id = ${ctx.tenantId}::uuid AND a.id = n.attempt_id
    ON CONFLICT DO NOTHING`;
}
