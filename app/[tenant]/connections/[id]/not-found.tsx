import styles from './connection.module.css';

/** The same for a connection that never was and one of another business. */
export default function ConnectionNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This connection is not here</h1>
      <p>No connection of this business has this address.</p>
    </div>
  );
}
