import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** A small word about something that was not as asked for. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={styles.notice} role="status">
      {children}
    </div>
  );
}
