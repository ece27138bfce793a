'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';

const EVERY_MS = 2_500;

/** Reads the page's data anew now and then while something on it is under way, unless nobody looks. Shows nothing. */
export function RefreshMeanwhile() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh());
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
