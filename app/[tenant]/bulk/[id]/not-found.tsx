import styles from '../bulk-page.module.css';

/** The same for a change that never was, one that was only looked at long ago, and one of another business. */
export default function OperationNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This bulk change is not here</h1>
      <p>No bulk change of this business has this address. One that was only looked at and not started is not kept.</p>
    </div>
  );
}
