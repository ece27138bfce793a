import type { ReactNode } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import { carrierName } from '#lib/ingest/carrier-contract.ts';
import type { RecordAttempt, RecordDetail } from '#lib/records/record-contract.ts';
import styles from './attempt-entry.module.css';
import { RawPayload } from './raw-payload.tsx';
import { LEDGER_LABEL } from './record-parties.ts';

/** A newest payload up to this many characters is shown at once where there is room. */
const SHORT_RAW = 1_500;

type AttemptEntryProps = {
  record: RecordDetail;
  attempt: RecordAttempt;
  /** It came in after a newer one had. */
  isLate: boolean;
  isOpenAtFirst: boolean;
  formats: Formats;
};

/** One try as it was reported. */
export function AttemptEntry({ record, attempt, isLate, isOpenAtFirst, formats }: AttemptEntryProps) {
  if (attempt.outcome === 'unknown') return <UnknownEntry attempt={attempt} record={record} formats={formats} />;
  return (
    <>
      <p className={styles.head}>
        <StatusBadge status={attempt.outcome} />
        <span className={styles.when}>
          <DateTime instant={attempt.attemptedAt} formats={formats} />
        </span>
        {isLate ? (
          <span className={styles.late} title="It came in after a newer attempt, so it did not set the status">
            reported late
          </span>
        ) : null}
        <span className={styles.id} title="The job’s own id of this try">
          {attempt.externalId}
        </span>
      </p>
      {attempt.errorMessage === null ? null : <p className={styles.message}>{attempt.errorMessage}</p>}
      <AttemptFacts attempt={attempt} record={record} formats={formats} />
      {attempt.raw === null ? (
        <p className={styles.quiet}>No raw payload was sent.</p>
      ) : (
        <RawPayload raw={attempt.raw} isOpenAtFirst={isOpenAtFirst && attempt.raw.length <= SHORT_RAW} />
      )}
    </>
  );
}

type AttemptFactsProps = { attempt: RecordAttempt; record: RecordDetail; formats: Formats };

/** What a job took and never reported: Tieout's own words, since nobody has said anything. */
function UnknownEntry({ attempt, record, formats }: AttemptFactsProps) {
  const isNewest = record.attempts.find(({ outcome }) => outcome === 'unknown')?.id === attempt.id;
  return (
    <>
      <p className={styles.head}>
        <span>{carrierName(attempt) ?? attempt.source} took it and said nothing</span>
        <span className={styles.when}>
          <DateTime instant={attempt.attemptedAt} formats={formats} />
        </span>
      </p>
      <p className={styles.quiet}>
        {record.isInDoubt && isNewest
          ? 'It may be in the ledger. The next job is told to look there first.'
          : 'Its time ran out without a report.'}
        {record.contentVersion > 1 ? ` It was given version ${attempt.contentVersion} of the document.` : ''}
      </p>
    </>
  );
}

function AttemptFacts({ attempt, record, formats }: AttemptFactsProps) {
  const { locale } = formats;
  const { connection } = attempt;
  const isSameLedger = connection === null || connection.companyId === record.connection?.companyId;
  const facts: { name: string; value: ReactNode }[] = [
    {
      name: 'Code',
      value: attempt.errorCode === null ? null : <code className={styles.code}>{attempt.errorCode}</code>,
    },
    { name: 'Reference', value: attempt.referenceNumber },
    { name: 'Sent', value: moneyOf(attempt.sentAmount, attempt.sentCurrency ?? record.currency, locale) },
    { name: 'Synced', value: moneyOf(attempt.syncedAmount, attempt.syncedCurrency ?? record.currency, locale) },
    { name: 'Document version', value: record.contentVersion > 1 ? attempt.contentVersion : null },
    // The record's own connection stands above; only another one is news.
    { name: 'Ledger', value: isSameLedger ? null : `${connection.companyName}, ${LEDGER_LABEL[connection.ledger]}` },
    { name: 'Received', value: <DateTime instant={attempt.receivedAt} formats={formats} /> },
    { name: 'Imported from', value: attempt.importName },
    { name: 'By', value: attempt.importName === null ? (carrierName(attempt) ?? attempt.source) : null },
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(({ value }) => value !== null)
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function moneyOf(amount: RecordAttempt['sentAmount'], currency: string | null, locale: string): ReactNode {
  return amount === null ? null : <Money amount={amount} currency={currency} locale={locale} />;
}
