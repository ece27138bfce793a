import { Money } from '#components/sync/money.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordApplication } from '#lib/records/record-contract.ts';
import styles from './record-payments.module.css';

type RecordPaymentsProps = {
  applications: RecordApplication[];
  currency: string | null;
  locale: string;
  hrefOf: (recordId: string) => string;
};

/** The other side of a payment: what it pays, or what pays this. */
export function RecordPayments({ applications, currency, locale, hrefOf }: RecordPaymentsProps) {
  return (
    <ul className={styles.list}>
      {applications.map((application) => (
        <li key={`${application.kind} ${application.sourceId} ${application.amount}`} className={styles.item}>
          <span className={styles.kind}>{KIND_LABEL[application.kind].one}</span>
          <span className={styles.number}>
            {application.recordId === null ? (
              <>
                {application.sourceId} <span className={styles.missing}>not reported yet</span>
              </>
            ) : (
              <SoftLink href={hrefOf(application.recordId)}>{application.number ?? application.sourceId}</SoftLink>
            )}
          </span>
          <span className={styles.amount}>
            <Money amount={application.amount} currency={currency} locale={locale} />
          </span>
        </li>
      ))}
    </ul>
  );
}
