import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import timeLine from '#components/ui/time-line.module.css';
import type { ConnectionEventPage } from '#lib/connections/connection-page-contract.ts';
import styles from '../connection.module.css';
import { eventWords } from '../event-words.ts';

type TimeLineProps = {
  page: ConnectionEventPage;
  tenant: string;
  path: string;
  isFirst: boolean;
  formats: Formats;
};

/** Everything that happened to a connection: who, what and why, the latest first. */
export function TimeLine({ page, tenant, path, isFirst, formats }: TimeLineProps) {
  const { events, nextCursor } = page;
  return (
    <section className={styles.section} aria-labelledby="time-line">
      <div className={styles.head}>
        <h2 id="time-line" className={styles.subtitle}>
          What happened
        </h2>
        {isFirst ? null : <SoftLink href={path}>Back to the latest</SoftLink>}
      </div>
      {events.length === 0 ? <p className={styles.empty}>Nothing has happened to it yet.</p> : null}
      <ol className={`${timeLine.line} ${styles.line}`}>
        {events.map((event) => {
          const { title, why, mark, changes } = eventWords(event);
          const operation = event.type === 'put_back' ? event.facts.operationId : null;
          return (
            <li key={event.id} className={timeLine.event} data-mark={mark}>
              <p className={styles.eventHead}>
                <strong>{title}</strong>
                <span className={styles.quiet}>
                  {event.byName}, <DateTime instant={event.at} formats={formats} />
                </span>
              </p>
              {why === null ? null : <p className={styles.why}>{why}</p>}
              {changes.map(({ name, before, after }) => (
                <p key={name} className={styles.why}>
                  {name}: {before === null ? 'nothing' : before}
                  <span aria-hidden="true"> → </span>
                  <span className="visually-hidden"> became </span>
                  {after === null ? 'nothing' : after}
                </p>
              ))}
              {typeof operation === 'string' ? (
                <p>
                  <SoftLink href={`/${tenant}/bulk/${operation}`}>See each record, or undo it</SoftLink>
                </p>
              ) : null}
            </li>
          );
        })}
      </ol>
      {nextCursor === null ? null : (
        <p>
          <SoftLink href={`${path}?cursor=${nextCursor}`}>Show what happened before these</SoftLink>
        </p>
      )}
    </section>
  );
}
