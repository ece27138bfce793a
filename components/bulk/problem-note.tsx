import styles from './bulk-dialog.module.css';
import type { BulkProblem } from './bulk-view.ts';

/** Says why something was not done, and the mark to tell support. */
export function ProblemNote({ problem }: { problem: BulkProblem }) {
  return (
    <div role="alert" className={styles.problem}>
      <p>{problem.message}</p>
      {problem.requestId === null ? null : (
        <p className={styles.mark}>
          Request <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  );
}
