'use client';

import { usePathname } from 'next/navigation';
import { useLayoutEffect } from 'react';

/** Where Back or Forward led to last: what was left there is shown again as it was. */
let steppedTo: string | null = null;

if (typeof window !== 'undefined') {
  window.addEventListener('popstate', () => {
    steppedTo = window.location.href;
  });
}

/** Begins each page at its top: the frame's part that scrolls stays from page to page. Shows nothing. */
export function FromTop() {
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top too
  useLayoutEffect(() => {
    const isStep = steppedTo === window.location.href;
    // Opened anew later, the same address begins at its top.
    steppedTo = null;
    if (isStep) return;
    document.getElementById('main')?.scrollTo({ top: 0 });
    document.documentElement.scrollTo({ top: 0 });
  }, [pathname]);
  return null;
}
