import styles from '../problems.module.css';

/** Holds the place of the list while it is read. */
export function ListSkeleton() {
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">The problems are being read</span>
      {Array.from({ length: 8 }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without anything in them
        <span key={at} className={styles.skeletonRow}>
          <span />
          <span />
        </span>
      ))}
    </div>
  );
}
