import type { Metadata } from 'next';
import { Suspense } from 'react';
import { formatDayRange, nameOfZone } from '#components/sync/format-time.ts';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { dayOf } from '#lib/core/dates.ts';
import { getForecastFigures } from '#lib/forecasts/get-forecast-figures.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { getOverview } from '#lib/overview/get-overview.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { CalmRefresh } from './_overview/calm-refresh.tsx';
import { NextSync } from './_overview/next-sync.tsx';
import styles from './_overview/overview.module.css';
import { OverviewFigures, OverviewWaiting } from './_overview/overview-figures.tsx';
import { PeriodChooser } from './_overview/period-chooser.tsx';
import { overviewHref, parsePeriod } from './_overview/period-params.ts';
import { datePresets, isSameRange } from './history/[tab]/date-presets.ts';
import { type RawSearchParams, toQueryText } from './history/[tab]/search-params.ts';

type OverviewPageProps = { params: Promise<{ tenant: string }>; searchParams: Promise<RawSearchParams> };

/** So many of the problems that block the most money. */
const PROBLEMS_SHOWN = 5;

export const metadata: Metadata = { title: 'Overview' };

/** The month at a glance: what arrived in the ledger, what did not, and what stands between it and its close. */
export default async function OverviewPage({ params, searchParams }: OverviewPageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}${toQueryText(raw)}`);
  const { locale, timeZone, slug } = ctx.tenant;
  const now = new Date();
  const today = dayOf(now, timeZone);
  const { period, notices } = parsePeriod(raw, today);
  const overview = getOverview(ctx, period);
  const forecast = getForecastFigures(ctx, now);
  forecast.catch(() => undefined);
  // Whoever waits for it below sees the failure; until then it must not count as forgotten.
  overview.catch(() => undefined);
  const problems = ctx.permissions.has('problem:read') ? listProblems(ctx, { limit: PROBLEMS_SHOWN }) : null;
  problems?.catch(() => undefined);
  return (
    <div className={styles.page}>
      {notices.length === 0 ? null : (
        <Notice>
          {notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Notice>
      )}
      <header className={styles.top}>
        <div>
          <h1>Overview</h1>
          <p className={styles.quiet}>By document date. Days and times are {nameOfZone(timeZone, now)}.</p>
          {ctx.permissions.has('connection:read') ? (
            <p>
              <SoftLink href={`/${slug}/why`}>Why is my sync broken?</SoftLink>
            </p>
          ) : null}
        </div>
        <PeriodChooser
          tenant={slug}
          period={period}
          label={formatDayRange(period, locale)}
          choices={datePresets(today).map(({ label, range }) => ({
            label,
            href: overviewHref(slug, range, today),
            isCurrent: isSameRange(range, period),
          }))}
          today={today}
        />
      </header>
      <Suspense key={`${period.from} ${period.to}`} fallback={<OverviewWaiting />}>
        <OverviewFigures
          tenant={slug}
          overview={overview}
          forecast={
            <NextSync tenant={slug} figures={forecast} formats={{ locale, timeZone }} today={today} now={now} />
          }
          problems={problems}
          locale={locale}
          now={now}
          today={today}
        />
      </Suspense>
      <CalmRefresh tenant={slug} />
    </div>
  );
}
