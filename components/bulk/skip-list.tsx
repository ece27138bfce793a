import { formatCount } from '#components/sync/format-money.ts';
import { type BulkOperation, SKIP_REASONS } from '#lib/bulk/bulk-contract.ts';
import styles from './bulk-dialog.module.css';
import { RESULT_LABEL, SKIP_MEANING } from './bulk-words.ts';

type SkipListProps = { operation: Pick<BulkOperation, 'skippedBy'>; locale: string };

/** How many records were left as they are, and why. */
export function SkipList({ operation, locale }: SkipListProps) {
  const reasons = SKIP_REASONS.flatMap((reason) => {
    const count = operation.skippedBy[reason] ?? 0;
    return count === 0 ? [] : [{ reason, count }];
  });
  if (reasons.length === 0) return null;
  return (
    <ul className={styles.lines} aria-label="What was skipped">
      {reasons.map(({ reason, count }) => (
        <li key={reason} data-tone="warning">
          <strong>
            {RESULT_LABEL[reason]}: {formatCount(count, locale)}.
          </strong>{' '}
          {SKIP_MEANING[reason]}
        </li>
      ))}
    </ul>
  );
}
