import { type ReactNode, Suspense } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { formatDayRange } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { calendarMonth, type Day } from '#lib/core/dates.ts';
import type { Overview } from '#lib/overview/overview-contract.ts';
import type { ProblemList } from '#lib/problems/problem-contract.ts';
import { AgeTable } from './age-table.tsx';
import { FailureTrend } from './failure-trend.tsx';
import { FlaggedList } from './flagged-list.tsx';
import { KindTable } from './kind-table.tsx';
import { MonthHeadline } from './month-headline.tsx';
import { hasNoDocument } from './month-state.ts';
import { OutsideFigures } from './outside-figures.tsx';
import styles from './overview.module.css';
import { type OverviewLinks, overviewLinks } from './overview-links.ts';
import { overviewHref } from './period-params.ts';
import { TopMessages } from './top-messages.tsx';
import { TopProblems, TopProblemsWaiting } from './top-problems.tsx';

type OverviewFiguresProps = {
  tenant: string;
  overview: Promise<Overview>;
  /** What is told of all that is pending, whatever its dates. */
  forecast: ReactNode;
  /** What blocks the most money; null for whoever may not see problems. */
  problems: Promise<ProblemList> | null;
  locale: string;
  now: Date;
  today: Day;
};

/** All figures of a period, once they are counted. */
export async function OverviewFigures(props: OverviewFiguresProps) {
  const { tenant, overview: counting, forecast, problems, locale, now, today } = props;
  const overview = await counting;
  const links = overviewLinks(tenant, overview.period, today);
  const parts = { links, locale };
  return (
    <>
      {forecast}
      {hasNoDocument(overview) ? (
        <NoDocument tenant={tenant} overview={overview} today={today} {...parts} />
      ) : (
        <>
          <MonthHeadline overview={overview} {...parts} />
          <section className={styles.part} id="kinds">
            <h2>By kind</h2>
            <KindTable kinds={overview.kinds} {...parts} />
            <FlaggedList kinds={overview.kinds} {...parts} />
          </section>
          <section className={styles.part}>
            <h2>Waiting, by age</h2>
            <p className={styles.quiet}>Pending counts from when it became pending, Failed from its last try.</p>
            <AgeTable kinds={overview.kinds} now={now} {...parts} />
          </section>
          <div className={styles.halves}>
            <section className={styles.part}>
              <h2>Failed, by document date</h2>
              <FailureTrend steps={overview.failures} {...parts} />
            </section>
            <section className={styles.part}>
              <h2>Most frequent messages</h2>
              <TopMessages messages={overview.messages} messageCount={overview.messageCount} {...parts} />
            </section>
          </div>
        </>
      )}
      {problems === null ? null : (
        <section className={styles.part}>
          <h2>Problems that block the most</h2>
          <p className={styles.quiet}>Whatever the period: what stands behind all that is failed now.</p>
          <Suspense fallback={<TopProblemsWaiting />}>
            <TopProblems tenant={tenant} problems={problems} locale={locale} />
          </Suspense>
        </section>
      )}
      <section className={styles.part}>
        <h2>Not in these figures</h2>
        <OutsideFigures overview={overview} {...parts} />
      </section>
    </>
  );
}

type NoDocumentProps = { tenant: string; overview: Overview; links: OverviewLinks; locale: string; today: Day };

function NoDocument({ tenant, overview: { period, inbox }, links, locale, today }: NoDocumentProps) {
  const { count, isExact } = inbox.waiting;
  const lastMonth = calendarMonth(today, 1);
  return (
    <section className={styles.empty} aria-label="State of the period">
      <h2>No document is dated {formatDayRange(period, locale)}</h2>
      <p>Documents are counted here by their own date, once their source system has sent them.</p>
      {count === 0 ? null : (
        <p>
          <SoftLink href={links.inboxWaiting}>
            {formatCount(count, locale, isExact)} {count === 1 ? 'waits' : 'wait'} in the inbox
          </SoftLink>
        </p>
      )}
      <p>
        <SoftLink href={overviewHref(tenant, lastMonth, today)}>Look at {formatDayRange(lastMonth, locale)}</SoftLink>
      </p>
    </section>
  );
}

/** Holds the place while the figures are counted. */
export function OverviewWaiting() {
  return (
    <div className={styles.waiting} role="status">
      <span className="visually-hidden">The figures are being counted</span>
      {[84, 210, 260, 240].map((heightPx) => (
        <span key={heightPx} style={{ height: heightPx }} />
      ))}
    </div>
  );
}
