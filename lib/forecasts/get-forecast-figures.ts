import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type Cause, isCause } from '#lib/causes/causes.ts';
import { storedAmount } from '#lib/core/money.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { ForecastFigures, ToldFigure } from './figures-contract.ts';
import { FORECAST_OUTCOMES, type ForecastOutcome } from './forecast-contract.ts';
import { nextSync } from './next-sync.ts';

type Row = {
  kind: Kind;
  outcome: ForecastOutcome;
  cause: string | null;
  currency: string | null;
  count: number;
  amount: string;
};

/** Counts what is told of the pending records, whatever their dates, with the money; and says when the next sync is expected. */
export async function getForecastFigures(ctx: Ctx, now: Date): Promise<ForecastFigures> {
  requirePermission(ctx, 'record:read');
  const { rows, sources } = await ctx.transaction(async (tx) => ({
    rows: await tx.$queryRaw<Row[]>`
      SELECT r.kind, f.outcome, f.cause, r.currency, count(*)::int AS count,
             coalesce(sum(r.amount), 0)::numeric(30,4)::text AS amount
        FROM record_forecast f
        JOIN sync_record r ON r.tenant_id = f.tenant_id AND r.id = f.record_id
       WHERE f.tenant_id = ${ctx.tenantId}::uuid AND r.sync_status = 0 AND r.excluded_at IS NULL
       GROUP BY r.kind, f.outcome, f.cause, r.currency`,
    sources: await tx.source.findMany({ where: { tenantId: ctx.tenantId }, select: { settings: true } }),
  }));
  const outcomes = Object.fromEntries(
    FORECAST_OUTCOMES.map((outcome) => [outcome, figureOf(rows.filter((row) => row.outcome === outcome))]),
  ) as ForecastFigures['outcomes'];
  const schedules = sources.map(({ settings }) => readSourceSettings(settings).schedule);
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    outcomes,
    causes: causesOf(rows.filter(({ outcome }) => outcome === 'will_fail')),
    nextSyncAt: nextSync(schedules, now, ctx.tenant.timeZone)?.toISOString() ?? null,
  };
}

function figureOf(rows: readonly Row[]): ToldFigure {
  const money = new Map<string | null, number>();
  for (const { currency, count } of rows) money.set(currency, (money.get(currency) ?? 0) + count);
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    kinds: KINDS.map((kind) => ({
      kind,
      count: rows.filter((row) => row.kind === kind).reduce((sum, { count }) => sum + count, 0),
    })).filter(({ count }) => count > 0),
    money: [...money.keys()]
      .filter((currency) => currency !== null)
      .toSorted()
      .map((currency) => ({
        currency,
        amount: addAll(rows.filter((row) => row.currency === currency).map(({ amount }) => amount)),
      })),
  };
}

/** Exact sums of amounts with four decimals. */
function addAll(amounts: readonly string[]) {
  const units = amounts.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n);
  const digits = String(units < 0n ? -units : units).padStart(5, '0');
  return storedAmount(`${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

function causesOf(rows: readonly Row[]): { cause: Cause; count: number }[] {
  const counts = new Map<Cause, number>();
  for (const { cause, count } of rows) {
    if (cause !== null && isCause(cause)) counts.set(cause, (counts.get(cause) ?? 0) + count);
  }
  return [...counts].map(([cause, count]) => ({ cause, count })).toSorted((a, b) => b.count - a.count);
}
