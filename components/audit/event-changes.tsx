import type { EventChange } from '#components/record/event-words.ts';
import styles from './event-changes.module.css';

const SHOWN_AT_ONCE = 2;

/** What an event changed: a few at once, more behind a word that opens them. */
export function EventChanges({ changes }: { changes: EventChange[] }) {
  if (changes.length === 0) return null;
  if (changes.length <= SHOWN_AT_ONCE) return <ChangeList changes={changes} />;
  return (
    <details className={styles.more}>
      <summary>{changes.length} values</summary>
      <ChangeList changes={changes} />
    </details>
  );
}

function ChangeList({ changes }: { changes: EventChange[] }) {
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, before, after }) => (
        <div key={field} className={styles.change}>
          <dt>{field}</dt>
          <dd>
            {before === null ? null : (
              <>
                <del className={styles.before}>{before}</del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            {after === null ? null : <ins className={styles.after}>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
