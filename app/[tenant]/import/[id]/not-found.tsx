import styles from '../import-page.module.css';

/** The same for an import that never was, and one of another business. */
export default function ImportNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This import is not here</h1>
      <p>No import of this business has this address.</p>
    </div>
  );
}
