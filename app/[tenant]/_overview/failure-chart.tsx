'use client';

import { lazy, Suspense } from 'react';
import styles from './overview.module.css';

// The drawing is by far the largest part of the page's script; the figures don't wait for it.
const FailureBars = lazy(() => import('./failure-bars.tsx'));

export type FailurePoint = { label: string; title: string; failed: number };

/** Failures as bars. Whoever does not see them has the table under it. */
export function FailureChart({ points }: { points: FailurePoint[] }) {
  return (
    <div className={styles.chart} aria-hidden="true">
      <Suspense fallback={null}>
        <FailureBars points={points} />
      </Suspense>
    </div>
  );
}
