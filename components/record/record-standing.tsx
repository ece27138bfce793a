import { Age, DateTime } from '#components/sync/date-time.tsx';
import { formatClock } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { waitWords } from '#lib/claims/claim-contract.ts';
import { STATUS_LABEL } from '#lib/records/kinds.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import { recordNotes } from './record-notes.ts';
import styles from './record-standing.module.css';

type RecordStandingProps = {
  record: RecordDetail;
  formats: Formats;
  now: Date;
  /** Where another record's page is. */
  hrefOf: (recordId: string) => string;
};

/** Why it stands as it does: who set it by hand, how long it has been waiting, and what is unusual about it. */
export function RecordStanding({ record, formats, now, hrefOf }: RecordStandingProps) {
  const notes = recordNotes(record);
  const isPending = record.syncStatus === 'pending' && record.excludedAt === null;
  if (notes.length === 0 && record.statusSetAt === null && !isPending) return null;
  return (
    <ul className={styles.list}>
      {isPending ? (
        <li>
          Pending for <Age since={record.pendingSince} lastTriedAt={record.lastAttemptAt} now={now} formats={formats} />
        </li>
      ) : null}
      {record.waits === null ? null : (
        <li>
          <Wait wait={record.waits} formats={formats} now={now} hrefOf={hrefOf} />
        </li>
      )}
      {record.statusSetAt === null ? null : (
        <li className={styles.byHand}>
          <strong>{record.isByHand ? `${STATUS_LABEL[record.syncStatus]} — by hand` : 'Set by hand'}</strong>
          {record.statusSetByName === null ? '' : `, by ${record.statusSetByName}`},{' '}
          <DateTime instant={record.statusSetAt} formats={formats} />
          {record.statusReason === null ? '.' : <q className={styles.reason}>{record.statusReason}</q>}
        </li>
      )}
      {notes.map((note) => (
        <li key={note.name} className={styles.note}>
          <strong>{note.name}.</strong> {note.meaning}
          {note.name === 'Excluded' && record.excludedAt !== null ? (
            <>
              {' '}
              Since <DateTime instant={record.excludedAt} formats={formats} />.
            </>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

type WaitProps = Omit<RecordStandingProps, 'record'> & { wait: NonNullable<RecordDetail['waits']> };

/** Why no sync job gets it now; a payment's document is a link. */
function Wait({ wait, formats, now, hrefOf }: WaitProps) {
  const words = waitWords(wait, (instant) => formatClock(instant, now, formats.timeZone, formats.locale));
  const recordId = wait.reason === 'document' ? wait.document.recordId : null;
  return recordId === null ? `${words}.` : <SoftLink href={hrefOf(recordId)}>{words}</SoftLink>;
}
