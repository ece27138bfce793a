import { type Ctx, makeContext } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { decideForecast } from '#lib/forecasts/decide-forecast.ts';
import type { Basis } from '#lib/forecasts/facts.ts';
import { forecastPending } from '#lib/forecasts/forecast-pending.ts';
import { getForecastAccuracy } from '#lib/forecasts/get-forecast-accuracy.ts';
import { getForecastFigures } from '#lib/forecasts/get-forecast-figures.ts';
import { readBasis } from '#lib/forecasts/read-basis.ts';
import { readRecordFacts } from '#lib/forecasts/read-facts.ts';
import { settleResults } from '#lib/forecasts/settle-results.ts';
import { storeForecasts } from '#lib/forecasts/store-forecasts.ts';
import { withForecasts } from '#lib/forecasts/with-forecasts.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

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
  readBasis: (own) => within(own, readBasis),
  readRecordFacts: (own, other) =>
    within(own, (ctx, tx) => readRecordFacts(ctx, tx, [other.recordId], 'failed', NOTHING)),
  settleResults: (own, other) => within(own, (ctx, tx) => settleResults(ctx, tx, [other.recordId])),
  storeForecasts: (own, other) =>
    within(own, (ctx, tx) => {
      const record = {
        id: other.recordId,
        kind: 'invoice' as const,
        version: 1,
        connectionId: other.tenant.connectionId,
        source: { id: other.tenant.sourceId, name: 'TMS', settings: readSourceSettings({}) },
        ...{ number: null, currency: null, documentDate: null, party: null, sourceStatus: null, holder: null },
        ...{ emails: [], codes: [], unfinished: [], hasLines: false },
      };
      return storeForecasts(ctx, tx, [{ record, decided: decideForecast(record, NOTHING) }], NOTHING);
    }),
};

export const FORECASTS_TOUCH_NO_TENANT: Record<string, string> = {
  forecastConditions: 'makes a condition that names the tenant of its act',
  forecastPendingOfAll: 'asks which tenants have work, and gives each its own act',
};

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: new Set(['record:forecast', 'record:read'] as const) });
}

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<T>): Promise<T> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}
