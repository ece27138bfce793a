import { formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ProblemList } from '#lib/problems/problem-contract.ts';
import { problemTitle } from '#lib/problems/problem-title.ts';
import { BlockedMoney } from '../problems/_components/blocked-money.tsx';
import { StateBadge } from '../problems/_components/state-badge.tsx';
import { TrendSpark } from '../problems/_components/trend-spark.tsx';
import { countOfStates } from '../problems/problem-words.ts';
import styles from './top-problems.module.css';

type TopProblemsProps = { tenant: string; problems: Promise<ProblemList>; locale: string };

/** What blocks the most money, whatever the period. Nothing where nothing blocks. */
export async function TopProblems({ tenant, problems: reading, locale }: TopProblemsProps) {
  const { problems, states } = await reading;
  if (problems.length === 0) return <p className={styles.quiet}>Nothing blocks.</p>;
  const total = countOfStates('unsolved', states);
  return (
    <>
      <ol className={styles.problems}>
        {problems.map((problem) => (
          <li key={problem.id}>
            <span className={styles.what}>
              <SoftLink href={`/${tenant}/problems/${problem.id}`}>
                {problemTitle(problem, problem.connection?.ledger ?? null)}
              </SoftLink>
              <StateBadge state={problem.state} />
            </span>
            <TrendSpark trend={problem.trend} locale={locale} />
            <span className={styles.count}>
              {formatCount(problem.figures.failed + problem.figures.waiting, locale)}{' '}
              {problem.figures.failed + problem.figures.waiting === 1 ? 'record' : 'records'}
            </span>
            <BlockedMoney money={problem.figures.money} locale={locale} />
          </li>
        ))}
      </ol>
      <p className={styles.all}>
        <SoftLink href={`/${tenant}/problems`}>
          {total === 1 ? 'The problem' : `All ${formatCount(total, locale)} problems`}
        </SoftLink>
      </p>
    </>
  );
}

/** Holds the place until they are read. */
export function TopProblemsWaiting() {
  return (
    <p className={styles.waiting} role="status">
      <span className="visually-hidden">The problems are being read</span>
    </p>
  );
}
