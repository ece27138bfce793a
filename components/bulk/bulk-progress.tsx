import { formatCount } from '#components/sync/format-money.ts';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import styles from './bulk-progress.module.css';
import { countsWords } from './bulk-words.ts';

type BulkProgressProps = { operation: BulkOperation; locale: string };

/** How far an operation has come. */
export function BulkProgress({ operation, locale }: BulkProgressProps) {
  const { done, total, counts, act } = operation;
  const percent = percentOf(operation);
  return (
    <div className={styles.progress}>
      <progress
        className={styles.bar}
        max={total ?? undefined}
        value={total === null ? undefined : done}
        aria-label="Records done"
      />
      <p className={styles.line}>
        <span>
          {total === null
            ? `${formatCount(done, locale)} counted`
            : `${formatCount(done, locale)} of ${formatCount(total, locale)}`}
        </span>
        {percent === null ? null : <span className={styles.percent}>{percent}%</span>}
      </p>
      {operation.state === 'freezing' ? null : <p className={styles.counts}>{countsWords(counts, act, locale)}</p>}
    </div>
  );
}

/** Gives how much of an operation is done in percent, rounded down; null while its size is not known. */
export function percentOf({ done, total }: Pick<BulkOperation, 'done' | 'total'>): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.floor((done / total) * 100);
}
