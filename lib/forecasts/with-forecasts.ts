import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import type { Forecast } from './forecast-contract.ts';

type Told = Pick<RecordRow, 'id' | 'syncStatus' | 'excludedAt'>;
type Row = Omit<Forecast, 'madeAt'> & { id: string; madeAt: Date };

/** Gives the rows with what is told of each that is pending, by one statement; null where nobody has looked yet. */
export async function withForecasts<R extends Told>(
  ctx: Ctx,
  tx: TenantTx,
  rows: readonly R[],
): Promise<(R & Pick<RecordRow, 'forecast'>)[]> {
  const pending = rows.filter(({ syncStatus, excludedAt }) => syncStatus === 'pending' && excludedAt === null);
  if (pending.length === 0) return rows.map((row) => ({ ...row, forecast: null }));
  const found = await tx.$queryRaw<Row[]>`
    SELECT record_id AS id, outcome, reasons, made_at AS "madeAt" FROM record_forecast
     WHERE tenant_id = ${ctx.tenantId}::uuid AND record_id = ANY (${pending.map(({ id }) => id)}::uuid[])`;
  const told = new Map(
    found.map(({ id, outcome, reasons, madeAt }) => [id, { outcome, reasons, madeAt: madeAt.toISOString() }]),
  );
  const shown = new Set(pending.map(({ id }) => id));
  return rows.map((row) => ({ ...row, forecast: shown.has(row.id) ? (told.get(row.id) ?? null) : null }));
}
