import { type Ctx, makeContext } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { decideForecast } from '#lib/forecasts/decide-forecast.ts';
import type { Basis, RecordFacts } from '#lib/forecasts/facts.ts';
import { forecastPending } from '#lib/forecasts/forecast-pending.ts';
import { getForecastAccuracy } from '#lib/forecasts/get-forecast-accuracy.ts';
import { getForecastFigures } from '#lib/forecasts/get-forecast-figures.ts';
import { readBasis } from '#lib/forecasts/read-basis.ts';
import { readRecordFacts } from '#lib/forecasts/read-facts.ts';
import { settleResults } from '#lib/forecasts/settle-results.ts';
import { storeForecasts } from '#lib/forecasts/store-forecasts.ts';
import { withForecasts } from '#lib/forecasts/with-forecasts.ts';
import { getProblemCheck } from '#lib/problem-checks/get-problem-check.ts';
import { putBackChecked } from '#lib/problem-checks/put-back-checked.ts';
import { putBackUnchecked } from '#lib/problem-checks/put-back-unchecked.ts';
import { readEvidence } from '#lib/problem-checks/read-evidence.ts';
import { requestProblemCheck } from '#lib/problem-checks/request-problem-check.ts';
import { runProblemCheck } from '#lib/problem-checks/run-problem-check.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

const MAY = [
  'record:forecast',
  'record:read',
  'record:update_status',
  'problem:read',
  'problem:work',
  'connection:check',
] as const;

const NOTHING: Basis = { places: [], hasClaims: false };

/** The cases of lib/forecasts. */
export const FORECAST_CASES: Record<string, Case> = {
  forecastPending: (own) => forecastPending(act(own)),
  getForecastAccuracy: (own) => getForecastAccuracy(act(own), 90),
  getForecastFigures: (own) => getForecastFigures(act(own), new Date()),
  withForecasts: (own, other) =>
    within(own, (ctx, tx) =>
      withForecasts(ctx, tx, [{ id: other.recordId, syncStatus: 'pending', excludedAt: null }]).then((rows) =>
        rows.map(({ forecast }) => forecast),
      ),
    ),
  requestProblemCheck: (own, other) => requestProblemCheck(act(own), other.problemId),
  getProblemCheck: (own, other) => getProblemCheck(act(own), other.problemId),
  putBackChecked: (own, other) => putBackChecked(act(own), other.problemId),
  putBackUnchecked: (own, other) => putBackUnchecked(act(own), other.problemId).then(({ total }) => total),
  runProblemCheck: (own, other) => runProblemCheck(act(own), other.problemId),
  readEvidence: (own, other) =>
    within(own, (ctx, tx) =>
      readEvidence(ctx, tx, [factsOf(other)], 'closed_period', NOTHING).then((found) => [...found]),
    ),
  readBasis: (own) => within(own, readBasis),
  readRecordFacts: (own, other) =>
    within(own, (ctx, tx) => readRecordFacts(ctx, tx, [other.recordId], 'failed', NOTHING)),
  settleResults: (own, other) => within(own, (ctx, tx) => settleResults(ctx, tx, [other.recordId])),
  storeForecasts: (own, other) =>
    within(own, (ctx, tx) => {
      const record = factsOf(other);
      return storeForecasts(ctx, tx, [{ record, decided: decideForecast(record, NOTHING) }], NOTHING);
    }),
};

export const FORECASTS_TOUCH_NO_TENANT: Record<string, string> = {
  forecastConditions: 'makes a condition that names the tenant of its act',
  problemChecks: 'asks which checks wait, and gives each its own act',
  forecastPendingOfAll: 'asks which tenants have work, and gives each its own act',
};

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: new Set(MAY) });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<T>): Promise<T> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}

function factsOf(other: FilledTenant): RecordFacts {
  return {
    id: other.recordId,
    kind: 'invoice',
    version: 1,
    connectionId: other.tenant.connectionId,
    source: { id: other.tenant.sourceId, name: 'TMS', settings: readSourceSettings({}) },
    ...{ number: null, currency: null, documentDate: null, party: null, sourceStatus: null, holder: null },
    ...{ emails: [], codes: [], unfinished: [], hasUncodedLine: false, lacksDefaultAccount: false, hasLines: false },
  };
}
