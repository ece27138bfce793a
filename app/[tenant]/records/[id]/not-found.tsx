import styles from './record-page.module.css';

/** The same for a record that never was and for one of another business. */
export default function RecordNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This record is not here</h1>
      <p>No record of this business has this address. Search for its number in the sync history instead.</p>
    </div>
  );
}
