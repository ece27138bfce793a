'use client';

import { useEffect, useRef } from 'react';
import { changeFeed } from './change-feed.ts';

const SETTLE_MS = 200;

/** Calls `onChange` a moment after records changed; many changes at once are one call. */
export function useRecordChanges(url: string, onChange: () => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = changeFeed(url).subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current();
      }, SETTLE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [url]);
}
