import { Icon } from '#components/ui/icon.tsx';
import { STATUS_LABEL, type SyncStatus } from '#lib/records/kinds.ts';
import styles from './sync.module.css';

/** A sync status by icon, word and colour; one that a person set says so. */
export function StatusBadge({ status, isByHand = false }: { status: SyncStatus; isByHand?: boolean }) {
  return (
    <span className={styles.statuses}>
      <span className={styles.status} data-status={status}>
        <Icon name={status} />
        {STATUS_LABEL[status]}
      </span>
      {isByHand ? <ByHandBadge /> : null}
    </span>
  );
}

/** Says that a person, not a sync job, set the status. */
export function ByHandBadge() {
  return (
    <span className={styles.status} data-status="by-hand">
      <Icon name="by-hand" />
      by hand
    </span>
  );
}
