'use client';

import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import styles from './error-screen.module.css';

type ErrorScreenProps = { title: string; digest: string | undefined; onRetry: () => void };

/** What happened, that nothing is lost, the mark by which the log knows it, and a way to try again. */
export function ErrorScreen({ title, digest, onRetry }: ErrorScreenProps) {
  const [at, setAt] = useState<string | null>(null);
  useEffect(() => setAt(new Date().toISOString()), []);
  return (
    <div className={styles.screen} role="alert">
      <h1 className={styles.title}>{title}</h1>
      <p>Something on our side did not answer. Your records are safe; nothing was changed.</p>
      <p className={styles.mark}>
        {digest === undefined ? null : (
          <>
            Error <code>{digest}</code>
          </>
        )}
        {at === null ? null : <> at {at}</>}
      </p>
      <Button kind="primary" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
