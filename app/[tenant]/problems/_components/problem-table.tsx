import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import { formatAge } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { ProblemRow, ProblemSort } from '#lib/problems/problem-contract.ts';
import { problemTitle } from '#lib/problems/problem-title.ts';
import { SORT_LABEL } from '../problem-words.ts';
import { BlockedMoney } from './blocked-money.tsx';
import { KindLinks } from './kind-links.tsx';
import { ProblemRows } from './problem-rows.tsx';
import styles from './problem-table.module.css';
import { StateBadge } from './state-badge.tsx';
import { TrendSpark } from './trend-spark.tsx';

type ProblemTableProps = {
  tenant: string;
  problems: readonly ProblemRow[];
  sort: ProblemSort;
  sortHref: (sort: ProblemSort) => string;
  formats: Formats;
  now: Date;
  today: string;
};

/** Problems, each with what it blocks, how long it lasts and who looks after it. */
export function ProblemTable({ tenant, problems, sort, sortHref, formats, now, today }: ProblemTableProps) {
  const { locale } = formats;
  const head = (key: ProblemSort, label: string, align?: 'end') => (
    <th scope="col" data-align={align} aria-sort={key === sort ? 'descending' : undefined}>
      <SoftLink className={styles.sort} href={sortHref(key)} title={SORT_LABEL[key]} data-is-current={key === sort}>
        {label}
        {key === sort ? <Icon name="sort" /> : null}
      </SoftLink>
    </th>
  );
  return (
    <ProblemRows label="Problems" className={styles.region}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Problem</th>
            {head('records', 'Records')}
            {head('money', 'Blocked', 'end')}
            <th scope="col">14 days</th>
            {head('recent', 'Last and first seen')}
            {head('age', 'Open for')}
            <th scope="col">Looked after by</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <tr key={problem.id} data-row-id={problem.id} tabIndex={-1}>
              <th scope="row" className={styles.problem}>
                <SoftLink className={styles.title} href={`/${tenant}/problems/${problem.id}`} data-opens-row>
                  {problemTitle(problem, problem.connection?.ledger ?? null)}
                </SoftLink>
                <span className={styles.under}>{connectionWords(problem)}</span>
              </th>
              <td className={styles.records}>
                <KindLinks tenant={tenant} problemId={problem.id} figures={problem.figures} locale={locale} />
              </td>
              <td className={styles.money}>
                <BlockedMoney money={problem.figures.money} locale={locale} />
              </td>
              <td className={styles.trend}>
                <TrendSpark trend={problem.trend} locale={locale} />
              </td>
              <td className={styles.seen}>
                <DateTime instant={problem.lastSeenAt} formats={formats} />
                <span className={styles.under}>
                  first <DateTime instant={problem.firstSeenAt} formats={formats} />
                </span>
              </td>
              <td className={styles.openFor}>
                <OpenFor problem={problem} now={now} formats={formats} />
              </td>
              <td className={styles.care}>
                {problem.assignedTo === null ? <span className={styles.quiet}>Nobody</span> : problem.assignedTo.name}
                {problem.dueOn === null ? null : (
                  <span className={styles.under} data-is-late={problem.dueOn < today && problem.state !== 'solved'}>
                    due <CalendarDay day={problem.dueOn} formats={formats} />
                  </span>
                )}
              </td>
              <td className={styles.state}>
                <StateBadge state={problem.state} />
                <StateAside problem={problem} formats={formats} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ProblemRows>
  );
}

/** Gives the company and its ledger, or that the records name none. */
export function connectionWords({ connection }: Pick<ProblemRow, 'connection'>): string {
  if (connection === null) return 'No connection named';
  return `${connection.companyName} · ${LEDGER_WORDS[connection.ledger].name}`;
}

type PartProps = { problem: ProblemRow; formats: Formats };

/** How long it has been open without a break, and the document that waits longest. */
function OpenFor({ problem: { state, openedAt, figures }, formats, now }: PartProps & { now: Date }) {
  return (
    <>
      {state === 'solved' ? (
        <span className={styles.quiet}>–</span>
      ) : (
        <time dateTime={openedAt} title={openedAt}>
          {formatAge(openedAt, now)}
        </time>
      )}
      {figures.oldestOn === null ? null : (
        <span className={styles.under}>
          oldest <CalendarDay day={figures.oldestOn} formats={formats} />,{' '}
          {formatAge(`${figures.oldestOn}T00:00:00Z`, now)}
        </span>
      )}
    </>
  );
}

function StateAside({ problem: { state, muted, solvedAt, solvedHow, reopenedCount }, formats }: PartProps) {
  if (state === 'muted' && muted?.until) {
    return (
      <span className={styles.under}>
        until <CalendarDay day={muted.until} formats={formats} />
      </span>
    );
  }
  if (state === 'solved' && solvedAt !== null) {
    return (
      <span className={styles.under}>
        {solvedHow === 'person' ? 'by hand ' : ''}
        <DateTime instant={solvedAt} formats={formats} />
      </span>
    );
  }
  if (reopenedCount === 0) return null;
  return <span className={styles.under}>{reopenedCount === 1 ? 'came back' : `came back ${reopenedCount} times`}</span>;
}
