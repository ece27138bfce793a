import { Icon } from '#components/ui/icon.tsx';
import { STATUS_LABEL, type SyncStatus } from '#lib/records/kinds.ts';
import styles from './sync.module.css';

type StatusBadgeProps = { status: SyncStatus; isByHand?: boolean; by?: ByHandProps };

/** A sync status by icon, word and colour; one that a person set says so, and who it was if that is given. */
export function StatusBadge({ status, isByHand = false, by = {} }: StatusBadgeProps) {
  return (
    <span className={styles.statuses}>
      <span className={styles.status} data-status={status}>
        <Icon name={status} />
        {STATUS_LABEL[status]}
      </span>
      {isByHand ? <ByHandBadge {...by} /> : null}
    </span>
  );
}

export type ByHandProps = { name?: string | null; title?: string };

/** Says that a person, not a sync job, set the status. */
export function ByHandBadge({ name = null, title }: ByHandProps) {
  return (
    <span className={styles.status} data-status="by-hand" title={title}>
      <Icon name="by-hand" />
      <span className={styles.by}>by hand{name === null ? null : `, ${name}`}</span>
    </span>
  );
}
