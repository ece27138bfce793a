import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import timeLine from '#components/ui/time-line.module.css';
import type { RecordDetail, RecordEvent } from '#lib/records/record-contract.ts';
import { AttemptEntry } from './attempt-entry.tsx';
import { eventWords } from './event-words.ts';
import styles from './record-timeline.module.css';
import { type TimeLineEntry, timeLineOf } from './time-line.ts';

type RecordTimelineProps = {
  record: RecordDetail;
  formats: Formats;
  isRoomy: boolean;
  /** Where a change of many records is shown. */
  bulkHrefOf: (operationId: string) => string;
  /** The record's own page, where attempts too many for one page go on. */
  pageHref: string;
  /** The attempts are not the newest ones; what else happened stands with those. */
  isEarlier: boolean;
};

/** Every try, change and note, the newest first, down to the day it was first received. */
export function RecordTimeline(props: RecordTimelineProps) {
  const { record, formats, isRoomy, bulkHrefOf, pageHref, isEarlier } = props;
  const { earlierAttemptsCursor: cursor, attemptCount } = record;
  const newestAttempt = record.attempts[0]?.id;
  const lived = isEarlier ? { ...record, events: [] } : record;
  return (
    <>
      {record.attempts.length === 0 ? <p className={styles.quiet}>No job has tried it yet.</p> : null}
      {isEarlier ? (
        <p className={styles.quiet}>
          Earlier attempts alone. <SoftLink href={pageHref}>Show the newest, and what else happened</SoftLink>
        </p>
      ) : null}
      <ol className={`${timeLine.line} ${styles.list}`}>
        {timeLineOf(lived).map((entry) => (
          <li key={keyOf(entry)} className={timeLine.event} data-mark={markOf(entry)}>
            {entry.type === 'attempt' ? (
              <AttemptEntry
                record={record}
                attempt={entry.attempt}
                isLate={entry.isLate}
                isOpenAtFirst={isRoomy && entry.attempt.id === newestAttempt}
                formats={formats}
              />
            ) : entry.type === 'event' ? (
              <Event event={entry.event} currency={record.currency} formats={formats} bulkHrefOf={bulkHrefOf} />
            ) : (
              <Head title="First received" by={record.sourceName} at={record.createdAt} formats={formats} />
            )}
          </li>
        ))}
      </ol>
      {cursor === null ? null : (
        <p className={styles.more}>
          It was tried {formatCount(attemptCount, formats.locale)} times in all.{' '}
          <SoftLink href={`${pageHref}${pageHref.includes('?') ? '&' : '?'}before=${cursor}`}>
            Show the attempts before these
          </SoftLink>
        </p>
      )}
    </>
  );
}

type EventProps = {
  event: RecordEvent;
  currency: string | null;
  formats: Formats;
  bulkHrefOf: (operationId: string) => string;
};

function Event({ event, currency, formats, bulkHrefOf }: EventProps) {
  const { title, changes } = eventWords(event, currency, formats);
  const by = event.actor.type === 'api_key' ? `${event.actor.name} (key)` : event.actor.name;
  return (
    <>
      <Head title={title} by={by} at={event.at} formats={formats} />
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
      {event.note === null ? null : event.action === 'record.noted' ? (
        <p className={styles.words}>{event.note}</p>
      ) : (
        <q className={styles.note}>{event.note}</q>
      )}
      {event.bulkOperationId === null ? null : (
        <p>
          <SoftLink href={bulkHrefOf(event.bulkOperationId)}>Part of a bulk change</SoftLink>
        </p>
      )}
    </>
  );
}

function Head({ title, by, at, formats }: { title: string; by: string; at: string; formats: Formats }) {
  return (
    <p className={styles.head}>
      <strong className={styles.title}>{title}</strong>
      <span className={styles.by}>
        {by}, <DateTime instant={at} formats={formats} />
      </span>
    </p>
  );
}

function keyOf(entry: TimeLineEntry): string {
  switch (entry.type) {
    case 'attempt':
      return entry.attempt.id;
    case 'event':
      return entry.event.id;
    case 'received':
      return entry.type;
    default:
      return entry satisfies never;
  }
}

function markOf(entry: TimeLineEntry): string {
  if (entry.type === 'attempt') return entry.attempt.outcome;
  if (entry.type === 'received') return 'received';
  if (entry.event.action === 'record.noted') return 'note';
  return entry.event.action === 'record.status_changed' ? 'by-hand' : 'change';
}
