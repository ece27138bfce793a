import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import { eventWords } from './event-words.ts';
import styles from './record-timeline.module.css';

type RecordTimelineProps = { record: RecordDetail; formats: Formats };

/** Who changed what, the newest first, down to the day it was first received. */
export function RecordTimeline({ record, formats }: RecordTimelineProps) {
  return (
    <ol className={styles.list}>
      {record.events.map((event) => {
        const { title, changes } = eventWords(event, record.currency, formats);
        return (
          <li key={event.id} className={styles.event}>
            <p className={styles.head}>
              <strong className={styles.title}>{title}</strong>
              <span className={styles.by}>
                {event.actor.type === 'api_key' ? `${event.actor.name} (key)` : event.actor.name},{' '}
                <DateTime instant={event.at} formats={formats} />
              </span>
            </p>
            {changes.map((change) => (
              <p key={change.field} className={styles.change}>
                {change.field}
                {change.before === null ? null : (
                  <>
                    {' '}
                    <del className={styles.before}>{change.before}</del>
                    <span aria-hidden="true"> → </span>
                    <ins className={styles.after}>{change.after}</ins>
                  </>
                )}
              </p>
            ))}
            {event.note === null ? null : <q className={styles.note}>{event.note}</q>}
          </li>
        );
      })}
      <li className={styles.event}>
        <p className={styles.head}>
          <strong className={styles.title}>First received</strong>
          <span className={styles.by}>
            {record.sourceName}, <DateTime instant={record.createdAt} formats={formats} />
          </span>
        </p>
      </li>
    </ol>
  );
}
