'use client';

import { useLayoutEffect } from 'react';

/** Begins a page at its top: the frame's part that scrolls stays from page to page. Shows nothing. */
export function FromTop({ of }: { of: string }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one begins at its top too
  useLayoutEffect(() => {
    document.getElementById('main')?.scrollTo({ top: 0 });
    document.documentElement.scrollTo({ top: 0 });
  }, [of]);
  return null;
}
