'use client';

import { usePathname } from 'next/navigation';
import { useLayoutEffect } from 'react';
import { hasSteppedHere } from '#components/live/stepped-here.ts';

/** Begins each page at its top: the frame's part that scrolls stays from page to page. Shows nothing. */
export function FromTop() {
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top too
  useLayoutEffect(() => {
    // What was left there is shown again as it was.
    if (hasSteppedHere()) return;
    document.getElementById('main')?.scrollTo({ top: 0 });
    document.documentElement.scrollTo({ top: 0 });
  }, [pathname]);
  return null;
}
