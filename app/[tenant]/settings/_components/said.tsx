'use client';

import { useEffect, useRef } from 'react';
import styles from '../settings.module.css';

/** What was just done. A new object each time, so that the same words said again are heard again. */
export type Done = { said: string };

/** Says what was done, where all can hear it, and takes the focus: what was pressed may be gone. */
export function Said({ done }: { done: Done | null }) {
  const status = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (done !== null) status.current?.focus();
  }, [done]);
  return (
    <p ref={status} className={styles.said} role="status" tabIndex={-1}>
      {done?.said}
    </p>
  );
}
