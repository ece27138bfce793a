import styles from '../why.module.css';

/** The same for a run that never was and one of another business. */
export default function RunNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This guided run is not here</h1>
      <p>No guided run of this business has this address.</p>
    </div>
  );
}
