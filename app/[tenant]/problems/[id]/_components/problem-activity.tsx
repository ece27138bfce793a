import { auditWords } from '#components/audit/audit-words.ts';
import { EventChanges } from '#components/audit/event-changes.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { ProblemEvent, ProblemPage } from '#lib/problems/problem-contract.ts';
import styles from '../problem.module.css';

/** What these changed stands in their words, or at the head of the page. */
const SAYS_ALL: ReadonlySet<string> = new Set(['problem.noted', 'problem.opened']);

/** What people and the worker decided about it, and notes, the newest first, down to the day it was first seen. */
export function ProblemActivity({ problem, formats }: { problem: ProblemPage; formats: Formats }) {
  return (
    <ol className={styles.events}>
      {problem.events.map((event) => (
        <li key={event.id} data-is-note={isNote(event)}>
          <Event event={event} formats={formats} />
        </li>
      ))}
      <li>
        <p className={styles.eventHead}>
          <strong>First seen</strong>
          <span className={styles.quiet}>
            <DateTime instant={problem.firstSeenAt} formats={formats} />
          </span>
        </p>
      </li>
    </ol>
  );
}

function Event({ event, formats }: { event: ProblemEvent; formats: Formats }) {
  const { title, changes } = auditWords(
    {
      ...event,
      actor: { ...event.actor, id: null },
      address: null,
      subject: { type: 'problem', id: null, name: null, kind: null, currency: null },
      correlationId: '',
      bulkOperationId: null,
    },
    formats,
  );
  return (
    <>
      <p className={styles.eventHead}>
        <strong>{title}</strong>
        <span className={styles.quiet}>
          {event.actor.type === 'api_key' ? `${event.actor.name} (key)` : event.actor.name},{' '}
          <DateTime instant={event.at} formats={formats} />
        </span>
      </p>
      {SAYS_ALL.has(event.action) ? null : <EventChanges changes={changes} />}
      {event.note === null ? null : <p className={isNote(event) ? styles.note : styles.reason}>{event.note}</p>}
    </>
  );
}

function isNote({ action }: ProblemEvent): boolean {
  return action === 'problem.noted';
}
