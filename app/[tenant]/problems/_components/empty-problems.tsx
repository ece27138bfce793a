import { formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ProblemList } from '#lib/problems/problem-contract.ts';
import type { HiddenBy, NarrowingName } from '../load-problems.ts';
import { countOfStates, STATE_FILTER_LABEL } from '../problem-words.ts';
import styles from '../problems.module.css';
import { hasProblemFilter, type ProblemsAddress, problemsHref } from '../search-params.ts';

type EmptyProblemsProps = {
  tenant: string;
  state: ProblemsAddress;
  list: ProblemList;
  hidden: readonly HiddenBy[];
  locale: string;
};

const NAMES: Record<NarrowingName, string> = {
  cause: 'cause',
  assignee: 'person',
  connection: 'connection',
  kind: 'kind',
};

const TITLES = {
  unsolved: 'Nothing blocks',
  open: 'No problem is open',
  acknowledged: 'No problem is acknowledged',
  waiting: 'No problem waits for a next attempt',
  muted: 'No problem is muted',
  solved: 'No problem has been solved yet',
  all: 'No problem has been seen yet',
};

/** There is no such problem: says why, and leads to those that there are. */
export function EmptyProblems({ tenant, state, list, hidden, locale }: EmptyProblemsProps) {
  const { filter } = state;
  const others = (['unsolved', 'muted', 'solved'] as const).filter(
    (one) => one !== filter.state && countOfStates(one, list.states) > 0,
  );
  const isNarrowed = hasProblemFilter(filter);
  return (
    <div className={styles.empty}>
      <h2>{isNarrowed ? 'No problem matches these filters' : TITLES[filter.state]}</h2>
      {list.gatheredAt === null ? (
        <p>Failures are being gathered into problems for the first time. They appear here by themselves.</p>
      ) : !isNarrowed && filter.state === 'unsolved' ? (
        <p>No record is failed for a reason that somebody would have to deal with.</p>
      ) : null}
      {others.length === 0 ? null : (
        <ul className={styles.links}>
          {others.map((one) => (
            <li key={one}>
              <SoftLink href={problemsHref(tenant, { filter: { ...filter, state: one }, cursor: null })}>
                {formatCount(countOfStates(one, list.states), locale)} {STATE_FILTER_LABEL[one].toLowerCase()}
              </SoftLink>
            </li>
          ))}
        </ul>
      )}
      {hidden.length === 0 ? (
        isNarrowed ? (
          <p>Without the filters there is nothing here either.</p>
        ) : null
      ) : (
        <ul className={styles.hidden}>
          {hidden.map(({ name, count, filter: lifted }) => (
            <li key={name}>
              <SoftLink href={problemsHref(tenant, { filter: lifted, cursor: null })}>
                {name === 'all' ? 'Without any of them' : `Without the filter by ${NAMES[name]}`}:{' '}
                {formatCount(count, locale)} {count === 1 ? 'problem' : 'problems'}
              </SoftLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
