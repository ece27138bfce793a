import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import type { BulkPart } from '#lib/bulk/bulk-contract.ts';
import { type JoinedPart, joinParts, partsByStatus } from './join-parts.ts';
import styles from './part-table.module.css';

type PartTableProps = {
  parts: readonly BulkPart[];
  /** Whether it is over, so that the statuses are those of then. */
  isPast?: boolean;
  locale: string;
};

/** What is selected: how many of each present status, and how much money. */
export function PartTable({ parts, isPast = false, locale }: PartTableProps) {
  const byStatus = partsByStatus(parts);
  return (
    <table className={styles.parts} aria-label="What is selected">
      <thead>
        <tr>
          <th scope="col">{isPast ? 'Was' : 'Now'}</th>
          <th scope="col" className={styles.figure}>
            Records
          </th>
          <th scope="col" className={styles.figure}>
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {byStatus.map((part) => (
          <tr key={`${part.syncStatus} ${part.isByHand} ${part.isExcluded}`}>
            <th scope="row">
              <StatusBadge status={part.syncStatus} isByHand={part.isByHand} />
              {part.isExcluded ? <span className={styles.excluded}>excluded</span> : null}
            </th>
            <Figures part={part} locale={locale} />
          </tr>
        ))}
      </tbody>
      {byStatus.length < 2 ? null : (
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <Figures part={joinParts(byStatus)} locale={locale} />
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Figures({ part, locale }: { part: JoinedPart; locale: string }) {
  return (
    <>
      <td className={styles.figure}>{formatCount(part.count, locale)}</td>
      <td className={styles.figure}>
        {part.amounts.map(({ currency, amount, count }) => (
          <div key={currency}>
            {currency === null ? (
              <span className={styles.currency}>{formatCount(count, locale)} without an amount</span>
            ) : (
              <>
                {formatAmount(amount, currency, locale)} <span className={styles.currency}>{currency}</span>
              </>
            )}
          </div>
        ))}
      </td>
    </>
  );
}
