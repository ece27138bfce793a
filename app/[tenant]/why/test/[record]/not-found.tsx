import styles from '../../why.module.css';

/** The same for a record that never was and one of another business. */
export default function TestNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This record is not here</h1>
      <p>No record of this business has this address.</p>
    </div>
  );
}
