'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import styles from './reviews.module.css';

const EVERY_MS = 2_000;

/** Says that the checks run, and reads the page anew until they have. */
export function WhileChecking({ isChecking }: { isChecking: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isChecking) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isChecking, router]);
  return (
    <p className={styles.state} role="status">
      {isChecking
        ? 'The checks are running. What they find appears below.'
        : 'Every check has run. Read what follows, then sign below.'}
    </p>
  );
}
