import styles from '../../connections.module.css';

/** The same for what never was, another business's, another person's and another session's. */
export default function ConfirmNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>There is nothing to confirm here</h1>
      <p>What is begun with Connect can be finished by whoever pressed it alone, in the same browser.</p>
    </div>
  );
}
