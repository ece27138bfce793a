import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { AccuracyDays, ForecastAccuracy, RuleAccuracy } from './accuracy-contract.ts';
import { FORECAST_RULES, type ForecastRule } from './forecast-contract.ts';

type Row = {
  forecast: string;
  rule: string | null;
  tried: number;
  failed: number;
  causeNamed: number;
};

/** Measures the forecasts of the last days against what then happened, from what was kept of each attempt. */
export async function getForecastAccuracy(ctx: Ctx, days: AccuracyDays): Promise<ForecastAccuracy> {
  requirePermission(ctx, 'record:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT forecast, rule, count(*)::int AS tried, (count(*) FILTER (WHERE outcome = 2))::int AS failed,
             (count(*) FILTER (WHERE outcome = 2 AND cause = actual_cause))::int AS "causeNamed"
        FROM forecast_result
       WHERE tenant_id = ${ctx.tenantId}::uuid AND attempted_at > now() - make_interval(days => ${days}::int)
       GROUP BY forecast, rule`,
  );
  const of = (forecast: string) => rows.filter((row) => row.forecast === forecast);
  const sum = (list: readonly Row[], count: (row: Row) => number) => list.reduce((total, row) => total + count(row), 0);
  const willFail = of('will_fail');
  const willPass = of('will_pass');
  return {
    days,
    willFail: { told: sum(willFail, (row) => row.tried), failed: sum(willFail, (row) => row.failed) },
    mayFail: { told: sum(of('may_fail'), (row) => row.tried), failed: sum(of('may_fail'), (row) => row.failed) },
    willPass: {
      told: sum(willPass, (row) => row.tried),
      passed: sum(willPass, (row) => row.tried - row.failed),
    },
    failures: {
      total: sum(rows, (row) => row.failed),
      told: sum(willFail, (row) => row.failed),
      causeNamed: sum(willFail, (row) => row.causeNamed),
    },
    rules: rulesOf(willFail),
  };
}

function rulesOf(rows: readonly Row[]): RuleAccuracy[] {
  return rows
    .flatMap(({ rule, tried, failed, causeNamed }) =>
      rule !== null && Object.hasOwn(FORECAST_RULES, rule)
        ? [{ rule: rule as ForecastRule, told: tried, failed, causeNamed }]
        : [],
    )
    .toSorted((a, b) => b.told - a.told || (a.rule < b.rule ? -1 : 1));
}
