import type { Metadata } from 'next';
import { ACCURACY_DAYS } from '#lib/forecasts/accuracy-contract.ts';
import { getForecastAccuracy } from '#lib/forecasts/get-forecast-accuracy.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { AccuracyScreen } from './accuracy-screen.tsx';

export const metadata: Metadata = { title: 'Forecasts' };

type ForecastsPageProps = { params: Promise<{ tenant: string }> };

/** How often what was told of pending records came true. */
export default async function ForecastsPage({ params }: ForecastsPageProps) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/problems/forecasts`);
  const periods = await Promise.all(ACCURACY_DAYS.map((days) => getForecastAccuracy(ctx, days)));
  return <AccuracyScreen periods={periods} locale={ctx.tenant.locale} />;
}
