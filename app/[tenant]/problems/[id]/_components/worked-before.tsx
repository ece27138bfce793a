import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ProblemPage, ProblemSolution } from '#lib/problems/problem-contract.ts';
import { problemTitle } from '#lib/problems/problem-title.ts';
import styles from '../problem.module.css';

type WorkedBeforeProps = {
  tenant: string;
  solutions: readonly ProblemSolution[];
  problem: ProblemPage;
  formats: Formats;
};

/** How it, or one like it, was solved here before: what people noted and changed, and what went through after. */
export function WorkedBefore({ tenant, solutions, problem, formats }: WorkedBeforeProps) {
  const { locale } = formats;
  const ledger = problem.connection?.ledger ?? null;
  return (
    <ol className={styles.before}>
      {solutions.map(({ id, problemId, about, isSame, how, solvedAt, solvedByName, note, proof, done }) => (
        <li key={id}>
          <p className={styles.eventHead}>
            <strong>
              {isSame ? (
                'This very problem'
              ) : (
                <SoftLink href={`/${tenant}/problems/${problemId}`}>
                  {problemTitle({ cause: problem.cause, about, isGuess: false }, ledger)}
                </SoftLink>
              )}
            </strong>
            <span className={styles.quiet}>
              {how === 'person' ? `said to be solved by ${solvedByName}` : 'solved'},{' '}
              <DateTime instant={solvedAt} formats={formats} />
            </span>
          </p>
          <ul className={styles.done}>
            {done.ledgerChanges.map(({ at, type, name, what }) => (
              <li key={`${at} ${type} ${name} ${what}`}>
                In the ledger’s lists: {name} {what}, <DateTime instant={at} formats={formats} />
              </li>
            ))}
            {done.putBacks.map(({ at, byName, records }) => (
              <li key={`${at} ${byName}`}>
                {byName} put {formatCount(records, locale)} {records === 1 ? 'record' : 'records'} back to Pending,{' '}
                <DateTime instant={at} formats={formats} />
              </li>
            ))}
            {proof.completed.records === 0 ? null : (
              <li>
                {formatCount(proof.completed.records, locale)}{' '}
                {proof.completed.records === 1 ? 'record went' : 'records went'} into the ledger after it
              </li>
            )}
          </ul>
          {done.notes.map(({ at, byName, text }) => (
            <p key={`${at} ${text}`} className={styles.note}>
              {text} <span className={styles.quiet}>({byName})</span>
            </p>
          ))}
          {note === null ? null : <p className={styles.note}>{note}</p>}
        </li>
      ))}
    </ol>
  );
}
