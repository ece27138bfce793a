import type { ReactNode } from 'react';
import type { TableRow } from '#components/data-table/types.ts';
import { Age, CalendarDay, DateTime, ShortAge } from '#components/sync/date-time.tsx';
import { Difference } from '#components/sync/difference.tsx';
import { ErrorMessage } from '#components/sync/error-message.tsx';
import { ForecastChip } from '#components/sync/forecast-chip.tsx';
import { formatClock, formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { ByHandBadge, StatusBadge } from '#components/sync/status-badge.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { waitWords } from '#lib/claims/claim-contract.ts';
import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';
import type { ListedRecord } from '../listed-record.ts';
import styles from './record-row.module.css';

type RowParts = {
  kind: Kind;
  record: ListedRecord;
  href: string;
  formats: Formats;
  now: Date;
  /** Whether the date column is about ages, and wide enough for all there is to say of one. */
  isAboutAge: boolean;
  /** Whether the status column has room for who set it. */
  namesSetter: boolean;
};

/** Draws one record as a row of the list. */
export function recordTableRow({ kind, record, href, formats, now, isAboutAge, namesSetter }: RowParts): TableRow {
  const { label } = record;
  const { locale } = formats;
  return {
    id: record.id,
    label: `${KIND_LABEL[kind].one} ${label}`,
    href,
    cells: {
      number: (
        <SoftLink className={styles.number} href={href} title={label}>
          {label}
        </SoftLink>
      ),
      payer: textCell(record.payer),
      amount: <Money amount={record.amount} currency={record.currency} locale={locale} />,
      synced: (
        <Money amount={record.syncedAmount} currency={record.syncedCurrency ?? record.currency} locale={locale} />
      ),
      difference: <Difference record={record} locale={locale} />,
      // Beside Failed the message says that a person set it.
      status: (
        <StatusBadge
          status={record.syncStatus}
          isByHand={record.isByHand && record.syncStatus !== 'failed'}
          by={{ name: namesSetter ? record.statusSetByName : null, title: setByHand(record, formats) ?? undefined }}
        />
      ),
      message: <Message record={record} formats={formats} now={now} />,
      date: dateCell(record, formats, now, isAboutAge),
      reference: textCell(record.referenceNumber),
      billingOrg: textCell(record.billingOrg),
      shipment: textCell(record.shipmentId),
      sourceStatus: textCell(record.sourceStatus),
      documentDate: record.documentDate === null ? null : <CalendarDay day={record.documentDate} formats={formats} />,
      source: textCell(record.source),
    },
  };
}

function textCell(text: string | null): ReactNode {
  return text === null ? null : <span title={text}>{text}</span>;
}

function dateCell(record: ListedRecord, formats: Formats, now: Date, isAboutAge: boolean): ReactNode {
  if (record.syncStatus === 'pending') {
    const when = { since: record.pendingSince, now, formats };
    return isAboutAge ? <Age {...when} lastTriedAt={record.lastAttemptAt} /> : <ShortAge {...when} />;
  }
  return record.syncDate === null ? null : <DateTime instant={record.syncDate} formats={formats} />;
}

/** Who set the status and when, in words; null if no person did. */
function setByHand({ statusSetAt, statusSetByName }: ListedRecord, { timeZone, locale }: Formats): string | null {
  if (statusSetAt === null) return null;
  const by = statusSetByName === null ? '' : ` by ${statusSetByName}`;
  return `Set${by}, ${formatInstant(statusSetAt, timeZone, locale)}`;
}

function Message({ record, formats, now }: { record: ListedRecord; formats: Formats; now: Date }) {
  const { message, waits } = record;
  const wait =
    waits === null ? null : waitWords(waits, (instant) => formatClock(instant, now, formats.timeZone, formats.locale));
  return (
    <div className={styles.message}>
      {record.isByHand && record.syncStatus === 'failed' ? <ByHandBadge /> : null}
      {record.notes.map((note) => (
        <span key={note} className={styles.note}>
          {note}
        </span>
      ))}
      {wait === null ? null : (
        <span className={styles.wait} data-wait={waits?.reason} title={wait}>
          {wait}
        </span>
      )}
      {record.forecast === null ? null : <ForecastChip {...record.forecast} />}
      {message?.cause == null ? null : <span className={styles.cause}>{message.cause}</span>}
      {message === null ? (
        textCell([setByHand(record, formats), record.statusReason].filter((part) => part !== null).join(': ') || null)
      ) : (
        <ErrorMessage
          message={message.text}
          code={message.code}
          fullLength={message.fullLength}
          isAnswer={message.isAnswer}
        />
      )}
    </div>
  );
}
