import { Icon } from '#components/ui/icon.tsx';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import styles from './bulk-outcome.module.css';
import { countsWords } from './bulk-words.ts';
import { SkipList } from './skip-list.tsx';

type BulkOutcomeProps = { operation: BulkOperation; locale: string };

/** What an operation that is over has done. */
export function BulkOutcome({ operation, locale }: BulkOutcomeProps) {
  return (
    <div className={styles.outcome}>
      <p className={styles.counts} data-state={operation.state}>
        <Icon
          name={operation.state === 'broken' ? 'failed' : operation.state === 'stopped' ? 'excluded' : 'complete'}
        />
        {countsWords(operation.counts, operation.act, locale)}
      </p>
      {operation.state === 'stopped' ? <p>It was stopped. What it had done until then stays done.</p> : null}
      {operation.state === 'broken' ? (
        <p>It broke off. {operation.brokenReason} What it had done until then stays done; the rest is as it was.</p>
      ) : null}
      <SkipList operation={operation} locale={locale} />
    </div>
  );
}
