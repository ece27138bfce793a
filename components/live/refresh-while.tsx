'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';

/**
 * Reads the page's data anew now and then while something on it is under way, unless nobody looks. The pause begins once
 * what was read is shown: a reading that overtook the one before would keep a slow page from ever showing any. Shows nothing.
 */
export function RefreshWhile({ isMoving = true, everySeconds }: { isMoving?: boolean; everySeconds: number }) {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    if (!isMoving || isReading) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startReading(() => router.refresh());
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [isMoving, isReading, everySeconds, router]);
  return null;
}
