'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';

/** Reads the page's data anew now and then, unless nobody looks: for what it says of the time that passes. Shows nothing. */
export function RefreshEvery({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh());
    }, seconds * 1_000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
