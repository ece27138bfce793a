'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useRef } from 'react';
import { useRecordChanges } from '#components/live/use-record-changes.ts';

/** Figures of a whole month need not follow every record of a busy job, and each count of them costs. */
const EVERY_MS = 10_000;

/** Counts the figures anew when records changed, the first time at once and then not too often. Shows nothing. */
export function CalmRefresh({ tenant }: { tenant: string }) {
  const router = useRouter();
  const last = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useRecordChanges(`/${tenant}/events`, () => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        last.current = performance.now();
        startTransition(() => router.refresh());
      },
      Math.max(0, last.current + EVERY_MS - performance.now()),
    );
  });
  return null;
}
