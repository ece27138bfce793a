import type { RecordRow } from '#lib/records/list-contract.ts';
import { Money } from './money.tsx';
import styles from './sync.module.css';

type DifferenceProps = {
  record: Pick<RecordRow, 'comparison' | 'difference' | 'currency' | 'isByHand' | 'syncStatus'>;
  locale: string;
};

/** Total vs Synced in one cell. A side that is missing is never called equal. */
export function Difference({ record, locale }: DifferenceProps) {
  switch (record.comparison) {
    case 'equal':
      return <span className={styles.equal}>equal</span>;
    case 'differs':
      return (
        <span className={styles.differs}>
          <Money amount={record.difference} currency={record.currency} locale={locale} isSigned />
        </span>
      );
    case 'not_synced':
      return <span className={styles.quiet}>not synced</span>;
    case 'not_compared':
      return <NotCompared isByHand={record.isByHand && record.syncStatus === 'complete'} />;
    default:
      return record.comparison satisfies never;
  }
}

function NotCompared({ isByHand }: { isByHand: boolean }) {
  const words = isByHand ? 'not compared (by hand)' : 'not compared';
  return (
    <span className={styles.quiet} title={words}>
      {words}
    </span>
  );
}
