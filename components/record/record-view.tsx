import type { ReactNode } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import type { RecordProblem } from '#lib/problems/get-record-problem.ts';
import { isComparedKind } from '#lib/records/kinds.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import { RecordCause } from './record-cause.tsx';
import { RecordCopies } from './record-copies.tsx';
import { RecordFacts } from './record-facts.tsx';
import { RecordForecast } from './record-forecast.tsx';
import { RecordHead } from './record-head.tsx';
import { RecordLines } from './record-lines.tsx';
import { RecordMessage } from './record-message.tsx';
import { RecordPayments } from './record-payments.tsx';
import { RecordStanding } from './record-standing.tsx';
import { RecordTimeline } from './record-timeline.tsx';
import styles from './record-view.module.css';
import { Section } from './section.tsx';
import { TotalVsSynced } from './total-vs-synced.tsx';

type RecordViewProps = {
  record: RecordDetail;
  formats: Formats;
  now: Date;
  /** Where another record's page is. */
  hrefOf: (recordId: string) => string;
  /** Where a change of many records is shown. */
  bulkHrefOf: (operationId: string) => string;
  /** A page of its own has the first heading and more room than a panel beside a list. */
  place: 'page' | 'panel';
  /** What can be done with it. */
  acts?: ReactNode;
  /** What its link that can be shared leads to. */
  shareHref: string;
  /** What can be done from here about why it failed. */
  remedy?: ReactNode;
  /** The problem that it is part of. */
  problem?: (RecordProblem & { href: string }) | null;
  /** Where somebody says what its message means. */
  causeForm?: ReactNode;
  /** Where a note is written. */
  noteForm?: ReactNode;
  /** Where it is gone through why it failed. */
  whyHref?: string | null;
  /** Its attempts are not the newest ones. */
  isEarlier?: boolean;
};

/** One record whole. It takes one column or two, as its own width allows. */
export function RecordView({
  record,
  formats,
  now,
  hrefOf,
  bulkHrefOf,
  place,
  acts,
  shareHref,
  remedy,
  problem = null,
  causeForm,
  noteForm,
  whyHref = null,
  isEarlier = false,
}: RecordViewProps) {
  const { locale } = formats;
  const level = place === 'page' ? 2 : 3;
  const isPayment = !isComparedKind(record.kind);
  return (
    <article className={styles.record}>
      <RecordHead record={record} formats={formats} level={place === 'page' ? 1 : 2} acts={acts} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <RecordMessage record={record} formats={formats} whyHref={whyHref} />
          <RecordCause record={record} problem={problem} remedy={remedy} form={causeForm} />
          <RecordForecast forecast={record.forecast} formats={formats} />
          <TotalVsSynced record={record} formats={formats} />
          <RecordStanding record={record} formats={formats} now={now} hrefOf={hrefOf} />
          {record.lines.length === 0 ? null : (
            <Section level={level} title="Lines" count={record.lines.length}>
              <RecordLines record={record} locale={locale} />
            </Section>
          )}
          {record.applies.length === 0 && !isPayment ? null : (
            <Section level={level} title="Pays">
              {record.applies.length === 0 ? (
                <p className={styles.quiet}>The source system has not told what it pays.</p>
              ) : (
                <RecordPayments
                  applications={record.applies}
                  currency={record.currency}
                  locale={locale}
                  hrefOf={hrefOf}
                />
              )}
            </Section>
          )}
          {record.paidBy.length === 0 ? null : (
            <Section level={level} title="Paid by">
              <RecordPayments applications={record.paidBy} currency={record.currency} locale={locale} hrefOf={hrefOf} />
            </Section>
          )}
          <Section level={level} title="Time line">
            {noteForm}
            <RecordTimeline
              record={record}
              formats={formats}
              isRoomy={place === 'page'}
              bulkHrefOf={bulkHrefOf}
              pageHref={shareHref}
              isEarlier={isEarlier}
            />
          </Section>
        </div>
        <div className={styles.side}>
          <RecordCopies record={record} shareHref={shareHref} />
          <Section level={level} title="Details">
            <RecordFacts record={record} formats={formats} />
          </Section>
        </div>
      </div>
    </article>
  );
}
