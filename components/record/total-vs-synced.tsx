import { DateTime } from '#components/sync/date-time.tsx';
import { Difference } from '#components/sync/difference.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { isComparedKind } from '#lib/records/kinds.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import { comparisonWords } from './comparison-words.ts';
import { LedgerHolding } from './ledger-holding.tsx';
import styles from './total-vs-synced.module.css';

type TotalVsSyncedProps = { record: RecordDetail; formats: Formats };

/** The document's total beside what the ledger accepted, and what that means. */
export function TotalVsSynced({ record, formats }: TotalVsSyncedProps) {
  const { locale } = formats;
  const isCompared = isComparedKind(record.kind);
  return (
    <section
      className={styles.box}
      aria-label={isCompared ? 'Total vs Synced' : 'Paid and recorded'}
      data-comparison={record.comparison}
    >
      <dl className={styles.sides}>
        <div>
          <dt>{isCompared ? 'Total' : 'Paid'}</dt>
          <dd>
            <Money amount={record.amount} currency={record.currency} locale={locale} />
          </dd>
        </div>
        <div>
          <dt>{isCompared ? 'Synced' : 'Recorded'}</dt>
          <dd>
            <Money amount={record.syncedAmount} currency={record.syncedCurrency ?? record.currency} locale={locale} />
          </dd>
        </div>
        <div>
          <dt>Difference</dt>
          <dd>
            <Difference record={record} locale={locale} />
          </dd>
        </div>
        <div>
          <dt>Reference</dt>
          <dd className={styles.reference}>{record.referenceNumber ?? <Missing />}</dd>
        </div>
      </dl>
      <p className={styles.words}>
        {comparisonWords(record, locale)}
        {record.syncedAt === null ? null : (
          <>
            {' '}
            Written <DateTime instant={record.syncedAt} formats={formats} />.
          </>
        )}
      </p>
      <LedgerHolding record={record} formats={formats} />
    </section>
  );
}

function Missing() {
  return (
    <span className={styles.missing}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">none</span>
    </span>
  );
}
