import styles from './problem.module.css';

/** The same for a problem that never was and one of another business. */
export default function ProblemNotFound() {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>This problem is not here</h1>
      <p>No problem of this business has this address.</p>
    </div>
  );
}
