import type { ReactNode } from 'react';
import { CalendarDay } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import styles from './record-head.module.css';
import { ledgerContact } from './record-parties.ts';

type RecordHeadProps = { record: RecordDetail; formats: Formats; level: 1 | 2; acts?: ReactNode };

/** What it is, how it stands, and how much it is about. */
export function RecordHead({ record, formats, level, acts = null }: RecordHeadProps) {
  const Title = level === 1 ? 'h1' : 'h2';
  const contact = ledgerContact(record);
  return (
    <header className={styles.head}>
      <div className={styles.what}>
        <p className={styles.kind}>{KIND_LABEL[record.kind].one}</p>
        <Title className={styles.number} data-record-title tabIndex={-1}>
          {record.number ?? record.sourceId}
        </Title>
        <p className={styles.line}>
          <StatusBadge status={record.syncStatus} isByHand={record.isByHand} />
          {contact === null ? null : <span className={styles.contact}>{contact}</span>}
          {record.documentDate === null ? null : (
            <span className={styles.date}>
              <CalendarDay day={record.documentDate} formats={formats} />
            </span>
          )}
        </p>
      </div>
      <div className={styles.aside}>
        <p className={styles.amount}>
          <Money amount={record.amount} currency={record.currency} locale={formats.locale} />
        </p>
        {acts}
      </div>
    </header>
  );
}
