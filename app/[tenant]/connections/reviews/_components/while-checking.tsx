import { RefreshWhile } from '#components/live/refresh-while.tsx';
import styles from './reviews.module.css';

/** Says that the checks run, and reads the page anew until they have. */
export function WhileChecking({ isChecking }: { isChecking: boolean }) {
  return (
    <>
      <RefreshWhile isMoving={isChecking} everySeconds={2} />
      <p className={styles.state} role="status">
        {isChecking
          ? 'The checks are running. What they find appears below.'
          : 'Every check has run. Read what follows, then sign below.'}
      </p>
    </>
  );
}
