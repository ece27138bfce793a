'use client';

import { useEffect } from 'react';
import type { Press, Shortcut } from '#components/shell/shortcuts/shortcut.ts';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { isByKeyboard } from './last-input.ts';

type PanelActions = {
  close: () => void;
  /** Goes on to a neighbour; gives its id, or null where there is none. */
  step: (by: 1 | -1) => string | null;
};

/** While a record is open: Escape closes it, j and k or the arrows go to its neighbours. They lie over the list's own. */
export function usePanelKeys({ close, step }: PanelActions): void {
  const going = (by: 1 | -1) => ({
    group: 'List' as const,
    isRepeated: true,
    isEnabled: ({ chord, target }: Press) => chord.length === 1 || isForArrows(target),
    run: ({ target }: Press) => followFocus(target, step(by)),
  });
  const shortcuts: Shortcut[] = [
    { keys: ['j', 'ArrowDown'], what: 'Next record', ...going(1) },
    { keys: ['k', 'ArrowUp'], what: 'Previous record', ...going(-1) },
    { keys: ['Escape'], what: 'Close the record', group: 'Record', run: close },
  ];
  useShortcuts(shortcuts, 'panel');
}

/** Puts the focus into the panel when the keyboard opened it; a click leaves it on the row, so that rows stay at hand. */
export function useOpeningFocus(): void {
  useEffect(() => {
    if (isByKeyboard()) document.querySelector<HTMLElement>('[data-side-panel]')?.focus();
  }, []);
}

/** Gives a record's row the focus, and brings it into view; the list if the row is not there any more. */
export function focusRow(recordId: string): void {
  const row = document.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(recordId)}"]`);
  if (row === null) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

function followFocus(target: Element, recordId: string | null): void {
  if (recordId === null) return;
  if (target.closest('[data-side-panel]') === null) focusRow(recordId);
  else document.querySelector(`[data-row-id="${CSS.escape(recordId)}"]`)?.scrollIntoView({ block: 'nearest' });
}

// Elsewhere, and in a payload that scrolls, the arrows have a meaning of their own.
function isForArrows(target: Element): boolean {
  if (target === document.body || target.matches('main')) return true;
  if (target.closest('[data-side-panel]') !== null) return target.closest('section[tabindex]') === null;
  return target.closest('[data-row-id]') !== null;
}
