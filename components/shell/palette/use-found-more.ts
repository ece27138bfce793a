'use client';

import { useEffect, useState } from 'react';
import type { Command } from './command.ts';

const WAIT_MS = 150;
const MIN_LENGTH = 2;

type FoundMore = { commands: Command[]; isLooking: boolean; hasFailed: boolean };

const NONE: FoundMore = { commands: [], isLooking: false, hasFailed: false };

/** Looks for more while somebody types; what was asked before is called off, and its answer never shown. */
export function useFoundMore(
  find: ((text: string, signal: AbortSignal) => Promise<Command[]>) | null,
  typed: string,
): FoundMore {
  const text = typed.trim();
  const [found, setFound] = useState<FoundMore & { text: string }>({ ...NONE, text: '' });
  const isAsked = find !== null && text.length >= MIN_LENGTH;

  useEffect(() => {
    if (!isAsked || find === null) return;
    const leaving = new AbortController();
    const waiting = setTimeout(() => {
      find(text, leaving.signal)
        .then((commands) => setFound({ ...NONE, commands, text }))
        .catch(() => {
          if (!leaving.signal.aborted) setFound({ ...NONE, hasFailed: true, text });
        });
    }, WAIT_MS);
    return () => {
      clearTimeout(waiting);
      leaving.abort();
    };
  }, [find, text, isAsked]);

  if (!isAsked) return NONE;
  return found.text === text ? found : { ...NONE, isLooking: true };
}
