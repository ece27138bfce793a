import { CalendarDay, DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ProblemPage } from '#lib/problems/problem-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { kindWords, problemRecordsHref } from '../../problem-words.ts';
import styles from '../problem.module.css';

type ProblemRecordsProps = { tenant: string; problem: ProblemPage; records: readonly RecordRow[]; formats: Formats };

/** The first of its records, and the lists that hold all of them. */
export function ProblemRecords({ tenant, problem, records, formats }: ProblemRecordsProps) {
  if (records.length === 0) return <p className={styles.quiet}>No record is failed or put back for it now.</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label="Records of this problem" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Number</th>
              <th scope="col">Customer or vendor</th>
              <th scope="col" data-align="end">
                Amount
              </th>
              <th scope="col">Document date</th>
              <th scope="col">Last tried</th>
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <th scope="row">
                  <SoftLink href={`/${tenant}/records/${record.id}`}>{record.number ?? record.sourceId}</SoftLink>
                  <span className={styles.under}>{KIND_LABEL[record.kind].one}</span>
                </th>
                <td className={styles.party}>
                  {(record.kind.startsWith('bill') ? record.billingOrg : record.payer) ?? (
                    <span className={styles.quiet}>–</span>
                  )}
                </td>
                <td data-align="end">
                  <Money amount={record.amount} currency={record.currency} locale={formats.locale} />
                </td>
                <td>
                  {record.documentDate === null ? (
                    <span className={styles.quiet}>–</span>
                  ) : (
                    <CalendarDay day={record.documentDate} formats={formats} />
                  )}
                </td>
                <td>
                  {record.lastAttemptAt === null ? (
                    <span className={styles.quiet}>–</span>
                  ) : (
                    <DateTime instant={record.lastAttemptAt} formats={formats} />
                  )}
                </td>
                <td>
                  <StatusBadge status={record.syncStatus} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.all}>
        {problem.figures.kinds
          .filter(({ failed, waiting }) => failed + waiting > 0)
          .map((one) => (
            <SoftLink key={one.kind} href={problemRecordsHref(tenant, problem.id, one.kind)}>
              All {formatCount(one.failed + one.waiting, formats.locale)} {kindWords(one)} in the list
            </SoftLink>
          ))}
      </p>
    </>
  );
}
