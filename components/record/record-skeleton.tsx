import styles from './record-skeleton.module.css';

/** A record's outline while it is on its way. */
export function RecordSkeleton() {
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">The record is being loaded</span>
      {[60, 180, 240, 0, 420, 96, 0, 300, 360, 260, 320].map((widthPx, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars never change places
        <span key={place} className={styles.bar} style={{ width: widthPx, height: place === 5 ? 72 : 14 }} />
      ))}
    </div>
  );
}
