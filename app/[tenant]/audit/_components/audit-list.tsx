import { auditWords } from '#components/audit/audit-words.ts';
import { EventChanges } from '#components/audit/event-changes.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { SUBJECT_TYPES, SUBJECT_WORDS } from '#lib/audit/action-words.ts';
import type { AuditRow } from '#lib/audit/list-contract.ts';
import { KIND_LABEL, KINDS } from '#lib/records/kinds.ts';
import styles from './audit-list.module.css';

type AuditListProps = { tenant: string; events: AuditRow[]; formats: Formats };

const ACTOR_WORDS: Record<AuditRow['actor']['type'], string> = {
  person: 'Person',
  api_key: 'API key',
  hook: 'Hook',
  job: 'Job',
};

/** Events, the newest first: who, from where, what, about what, and the values before and after. */
export function AuditList({ tenant, events, formats }: AuditListProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">About</th>
          <th scope="col">Before and after</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const { title, changes } = auditWords(event, formats);
          return (
            <tr key={event.id} data-event={event.id}>
              <td className={styles.when}>
                <DateTime instant={event.at} formats={formats} />
              </td>
              <td className={styles.who}>
                <span className={styles.name}>{event.actor.name}</span>
                <span className={styles.from}>
                  {[event.actor.type === 'person' ? null : ACTOR_WORDS[event.actor.type], event.address]
                    .filter((part) => part !== null)
                    .join(', ')}
                </span>
              </td>
              <td className={styles.what}>{title}</td>
              <td className={styles.about}>
                <Subject tenant={tenant} event={event} />
                {event.bulkOperationId === null ? null : (
                  <SoftLink className={styles.part} href={`/${tenant}/bulk/${event.bulkOperationId}`}>
                    Part of a bulk change
                  </SoftLink>
                )}
              </td>
              <td className={styles.values}>
                <EventChanges changes={changes} />
                {event.note === null ? null : <q className={styles.note}>{event.note}</q>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Subject({ tenant, event: { subject, actor } }: { tenant: string; event: AuditRow }) {
  // Somebody's own act is about nobody else.
  if (subject.type === 'person' && subject.id === actor.id) return null;
  const kind = KINDS.find((known) => known === subject.kind);
  const type = SUBJECT_TYPES.find((known) => known === subject.type);
  const noun = kind !== undefined ? KIND_LABEL[kind].one : type === undefined ? subject.type : SUBJECT_WORDS[type];
  const href = hrefOf(tenant, subject);
  const name = subject.type === 'tenant' ? noun : `${noun} ${subject.name ?? ''}`.trim();
  return href === null ? name : <SoftLink href={href}>{name}</SoftLink>;
}

function hrefOf(tenant: string, { type, id }: AuditRow['subject']): string | null {
  switch (type) {
    case 'record':
      return `/${tenant}/records/${id}`;
    case 'bulk_operation':
      return `/${tenant}/bulk/${id}`;
    case 'duplicate':
      return id === null ? null : `/${tenant}/duplicates/${id}`;
    case 'import':
      return `/${tenant}/import/${id}`;
    case 'problem':
      return id === null ? null : `/${tenant}/problems/${id}`;
    case 'webhook':
      return `/${tenant}/settings/webhooks/${id}`;
    case 'person':
    case 'invite':
      return `/${tenant}/settings/people`;
    case 'key':
    case 'source':
      return `/${tenant}/settings/keys`;
    default:
      return null;
  }
}
