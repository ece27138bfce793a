import type { ReactNode } from 'react';
import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import styles from './record-facts.module.css';
import { contactSide, LEDGER_LABEL } from './record-parties.ts';

type RecordFactsProps = { record: RecordDetail; formats: Formats };

/** Everything that is known of the document and of its sync, by name. */
export function RecordFacts({ record, formats }: RecordFactsProps) {
  const side = contactSide(record);
  return (
    <div className={styles.groups}>
      <dl className={styles.facts} aria-label="Document">
        <Fact name="Payer" note={side === 'payer' ? 'the ledger’s contact' : null}>
          {partyOf(record.payer, record.payerEmail)}
        </Fact>
        <Fact name="Billing organisation" note={side === 'billingOrg' ? 'the ledger’s contact' : null}>
          {partyOf(record.billingOrg, record.billingOrgEmail)}
        </Fact>
        <Fact name="Shipment ID">{record.shipmentId}</Fact>
        <Fact name="Document date">{dayOf(record.documentDate, formats)}</Fact>
        <Fact name="Due date">{dayOf(record.dueDate, formats)}</Fact>
        <Fact name="Source status">{record.sourceStatus}</Fact>
        <Fact name="Source">{partyOf(record.sourceName, record.sourceId)}</Fact>
      </dl>
      <dl className={styles.facts} aria-label="Sync">
        <Fact name="Ledger">
          {record.connection === null
            ? null
            : partyOf(
                record.connection.companyName,
                `${LEDGER_LABEL[record.connection.ledger]} ${record.connection.companyId}`,
              )}
        </Fact>
        <Fact name="Reference number">{record.referenceNumber}</Fact>
        <Fact name="Sync date">{instantOf(record.syncDate, formats)}</Fact>
        <Fact name="Last tried">
          {record.lastAttemptAt === null ? 'never' : instantOf(record.lastAttemptAt, formats)}
        </Fact>
        <Fact name="Last synced">{instantOf(record.syncedAt, formats)}</Fact>
        {record.sourceUpdatedAt === null ? null : (
          <Fact name="Source changed">{instantOf(record.sourceUpdatedAt, formats)}</Fact>
        )}
        <Fact name="First received">{instantOf(record.createdAt, formats)}</Fact>
      </dl>
    </div>
  );
}

function Fact({ name, note = null, children }: { name: string; note?: string | null; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.name} title={note === null ? undefined : `${name}: ${note}`}>
        {name}
      </dt>
      <dd className={styles.value}>
        {children === null || children === undefined ? (
          <span className={styles.missing}>
            <span aria-hidden="true">–</span>
            <span className="visually-hidden">none</span>
          </span>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}

function partyOf(name: string | null, aside: string | null): ReactNode {
  if (name === null && aside === null) return null;
  return (
    <>
      {name}
      {aside === null ? null : <span className={styles.aside}>{aside}</span>}
    </>
  );
}

function dayOf(day: string | null, formats: Formats): ReactNode {
  return day === null ? null : <CalendarDay day={day} formats={formats} />;
}

function instantOf(instant: string | null, formats: Formats): ReactNode {
  return instant === null ? null : <DateTime instant={instant} formats={formats} />;
}
