import type { ReactNode } from 'react';
import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import { formatAge } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import type { ProblemPage } from '#lib/problems/problem-contract.ts';
import { BlockedMoney } from '../../_components/blocked-money.tsx';
import { KindLinks } from '../../_components/kind-links.tsx';
import { TrendSpark } from '../../_components/trend-spark.tsx';
import styles from '../problem.module.css';

type ProblemFiguresProps = { tenant: string; problem: ProblemPage; formats: Formats; now: Date };

/** What it blocks, since when, and whether it grows. */
export function ProblemFigures({ tenant, problem, formats, now }: ProblemFiguresProps) {
  const { figures } = problem;
  return (
    <dl className={styles.figures}>
      <Figure name="Records">
        <KindLinks tenant={tenant} problemId={problem.id} figures={figures} locale={formats.locale} />
      </Figure>
      <Figure name="Money blocked">
        <BlockedMoney money={figures.money} locale={formats.locale} />
      </Figure>
      <Figure name="Oldest document">
        {figures.oldestOn === null ? (
          <span className={styles.quiet}>No date</span>
        ) : (
          <>
            <CalendarDay day={figures.oldestOn} formats={formats} />
            <span className={styles.under}>{formatAge(`${figures.oldestOn}T00:00:00Z`, now)}</span>
          </>
        )}
      </Figure>
      <Figure name="First seen">
        <DateTime instant={problem.firstSeenAt} formats={formats} />
      </Figure>
      <Figure name="Last seen">
        <DateTime instant={problem.lastSeenAt} formats={formats} />
      </Figure>
      <Figure name="Failures, 14 days">
        <TrendSpark trend={problem.trend} locale={formats.locale} />
      </Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
