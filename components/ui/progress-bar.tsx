import styles from './progress-bar.module.css';

type ProgressBarProps = {
  label: string;
  done: number;
  /** Null while nobody knows how much there is. */
  total: number | null;
};

/** How far something has come. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  return (
    <progress
      className={styles.bar}
      max={total ?? undefined}
      value={total === null ? undefined : Math.min(done, total)}
      aria-label={label}
    />
  );
}

/** Gives how much is done in percent, rounded down; null while nobody knows how much there is. */
export function percentOf(done: number, total: number | null): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
}
