import { formatCount } from '#components/sync/format-money.ts';
import { ProgressBar, percentOf } from '#components/ui/progress-bar.tsx';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import styles from './bulk-progress.module.css';
import { countsWords } from './bulk-words.ts';

type BulkProgressProps = { operation: BulkOperation; locale: string };

/** How far an operation has come. */
export function BulkProgress({ operation, locale }: BulkProgressProps) {
  const { done, total, counts, act } = operation;
  const percent = percentOf(done, total);
  return (
    <div className={styles.progress}>
      <ProgressBar label="Records done" done={done} total={total} />
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
