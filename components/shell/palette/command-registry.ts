'use client';

import { useLayoutEffect } from 'react';
import type { Command } from './command.ts';

// Asked for only when the palette opens, so nobody needs to be told of changes.
const offered = new Set<{ place: number; commands: () => readonly Command[] }>();

/**
 * Offers commands in the palette while a component is on the screen, beside those of its keys. They are made when the
 * palette opens. Those of a higher `place` come first: a screen's own (1) before those of the frame (0).
 */
export function useCommands(commands: () => readonly Command[], place = 1): void {
  useLayoutEffect(() => {
    const entry = { place, commands };
    offered.add(entry);
    return () => {
      offered.delete(entry);
    };
  });
}

/** Gives every command that is offered now. */
export function offeredCommands(): Command[] {
  return [...offered].toSorted((a, b) => b.place - a.place).flatMap(({ commands }) => commands());
}
