import { Icon } from '#components/ui/icon.tsx';
import styles from './forecast-chip.module.css';

type ForecastChipProps = {
  outcome: 'will_fail' | 'may_fail';
  /** `Will fail: closed period`. */
  text: string;
  /** The whole sentence, where there is no room for it. */
  why?: string;
};

/** Says of a pending record, by icon, word and colour, that the ledger will refuse it, or may. */
export function ForecastChip({ outcome, text, why }: ForecastChipProps) {
  return (
    <span className={styles.chip} data-forecast={outcome} title={why}>
      <Icon name="warning" />
      <span className={styles.text}>{text}</span>
    </span>
  );
}
