'use client';

import { useEffect, useRef } from 'react';
import { isByKeyboard } from './last-input.ts';

type PanelActions = {
  close: () => void;
  /** Goes on to a neighbour; gives its id, or null where there is none. */
  step: (by: 1 | -1) => string | null;
};

const STEPS: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** While a record is open: Escape closes it, j and k or the arrows go to its neighbours. */
export function usePanelKeys(actions: PanelActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (belongsElsewhere(target)) return;
      const by = STEPS[event.key];
      if (event.key === 'Escape') latest.current.close();
      else if (by === undefined || (event.key.startsWith('Arrow') && !isForArrows(target))) return;
      else followFocus(target, latest.current.step(by));
      event.preventDefault();
      event.stopPropagation();
    }
    // Before the list's own keys, which move the focus alone.
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
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

function belongsElsewhere(target: Element): boolean {
  if (target instanceof HTMLInputElement && target.type !== 'checkbox') return true;
  const owner = target.closest(
    'textarea, select, [contenteditable="true"], dialog, [role="menu"], [role="dialog"], [role="separator"]',
  );
  return owner !== null && !owner.hasAttribute('data-side-panel');
}

// Elsewhere, and in a payload that scrolls, the arrows have a meaning of their own.
function isForArrows(target: Element): boolean {
  if (target === document.body || target.matches('main')) return true;
  if (target.closest('[data-side-panel]') !== null) return target.closest('section[tabindex]') === null;
  return target.closest('[data-row-id]') !== null;
}
