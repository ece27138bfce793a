import { z } from 'zod';
import { auditWords } from '#components/audit/audit-words.ts';
import { EventChanges } from '#components/audit/event-changes.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatAmount } from '#components/sync/format-money.ts';
import { formatDay } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { toAmount } from '#lib/core/money.ts';
import type { ProblemEvent, ProblemPage } from '#lib/problems/problem-contract.ts';
import styles from '../problem.module.css';
import { MovedTo, TakenFrom } from './moved-to.tsx';

const muteSchema = z.object({
  until: z.string().nullable().catch(null),
  above: z.object({ amount: z.string(), currency: z.string() }).nullable().catch(null),
});

/** What else is changed by an act stands in its own words, or at the head of the page. */
const TOLD: ReadonlySet<string> = new Set(['problem.assigned', 'problem.due_set']);

type ProblemActivityProps = { tenant: string; problem: ProblemPage; formats: Formats };

/** What people and the worker decided about it, and notes, the newest first, down to the day it was first seen. */
export function ProblemActivity({ tenant, problem, formats }: ProblemActivityProps) {
  return (
    <ol className={styles.events}>
      {problem.events.map((event) => (
        <li key={event.id} data-is-note={isNote(event)}>
          <Event tenant={tenant} event={event} formats={formats} />
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

function Event({ tenant, event, formats }: { tenant: string; event: ProblemEvent; formats: Formats }) {
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
      {event.action === 'problem.solved' ? <MovedTo tenant={tenant} event={event} locale={formats.locale} /> : null}
      {event.action === 'problem.care_taken' ? <TakenFrom tenant={tenant} event={event} /> : null}
      {TOLD.has(event.action) ? <EventChanges changes={changes} /> : null}
      {event.action === 'problem.muted' ? <p className={styles.reason}>{muteWords(event.after, formats)}</p> : null}
      {event.note === null ? null : <p className={isNote(event) ? styles.note : styles.reason}>{event.note}</p>}
    </>
  );
}

function isNote({ action }: ProblemEvent): boolean {
  return action === 'problem.noted';
}

/** Takes what the log keeps of a mute; gives `until 25 Nov 2026, or until more than 9,000.00 USD is blocked`. */
function muteWords(after: unknown, { locale }: Formats): string {
  const { until, above } = muteSchema.parse(after);
  return [
    until === null ? null : `until ${formatDay(until, locale)}`,
    above === null
      ? null
      : `until more than ${formatAmount(toAmount(above.amount), above.currency, locale)} ${above.currency} is blocked`,
  ]
    .filter((part) => part !== null)
    .join(', or ');
}
