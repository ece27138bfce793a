import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { LIST_WORDS, type ListState } from '#lib/ledger-lists/list-contract.ts';
import styles from '../../lists.module.css';

/** When a list was read, how far a reading is, and why it broke off. */
export function ListStanding({ list, formats }: { list: ListState; formats: Formats }) {
  const { state, items, readAt, wholeAt, dueAt, problem } = list;
  const many = LIST_WORDS[list.type].many.toLowerCase();
  return (
    <div className={styles.section}>
      <p>
        {state === 'never'
          ? `The ${many} have not been read yet. A worker begins with them soon after the company is connected.`
          : null}
        {state === 'waiting' ? 'A reading is asked for, and begins as soon as a worker is free.' : null}
        {state === 'running' ? `Being read now: ${formatCount(items, formats.locale)} entries so far.` : null}{' '}
        {readAt === null ? null : (
          <>
            Last read <DateTime instant={readAt} formats={formats} />
            {wholeAt === null ? null : (
              <>
                , from beginning to end <DateTime instant={wholeAt} formats={formats} />
              </>
            )}
            .
          </>
        )}
        {state === 'read' && dueAt !== null ? (
          <>
            {' '}
            Read next <DateTime instant={dueAt} formats={formats} />.
          </>
        ) : null}
      </p>
      {state === 'failed' && problem !== null ? (
        <p className={styles.problem}>
          The last reading broke off: {problem}
          {dueAt === null ? null : (
            <>
              {' '}
              It is tried again <DateTime instant={dueAt} formats={formats} />.
            </>
          )}
        </p>
      ) : null}
    </div>
  );
}
