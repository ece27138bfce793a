'use client';

import { type RefObject, useEffect } from 'react';
import type { TableRow } from './types.ts';

type RowKeyActions = {
  onTick: (rowId: string) => void;
  onOpen: (row: TableRow) => void;
  onExpand: (rowElement: HTMLElement) => void;
};

/** j and k or the arrows move the focus from row to row, x ticks, o or Enter opens, e unfolds the message. */
export function useRowKeys(region: RefObject<HTMLElement | null>, rows: TableRow[], actions: RowKeyActions): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isBusyElsewhere(event.target))
        return;
      const current = focusedRow();
      const stepKeys: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
      const step = stepKeys[event.key];

      if (step !== undefined) {
        const isArrow = event.key.startsWith('Arrow');
        if (isArrow && current === null) return;
        event.preventDefault();
        moveFocus(region.current, current, step);
        return;
      }
      if (current === null) return;
      const row = rows.find((candidate) => candidate.id === current.dataset.rowId);
      if (row === undefined) return;
      const isOnRow = document.activeElement === current;
      if (event.key === 'x') actions.onTick(row.id);
      else if (event.key === 'o' || (event.key === 'Enter' && isOnRow)) actions.onOpen(row);
      else if (event.key === 'e') actions.onExpand(current);
      else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [region, rows, actions]);
}

/** Says whether a key belongs to what has the focus: somebody is typing, or a menu or dialog is open. */
export function isBusyElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (
    target.closest(
      'textarea, select, [contenteditable="true"], dialog, [role="menu"], [role="dialog"], [role="separator"]',
    )
  ) {
    return true;
  }
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}

function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-row-id]') ?? null;
}

function moveFocus(region: HTMLElement | null, current: HTMLElement | null, step: number): void {
  const all = [...(region?.querySelectorAll<HTMLElement>('[data-row-id]') ?? [])];
  const open = all.findIndex((row) => row.dataset.isOpen === 'true');
  const place = current === null ? open : all.indexOf(current);
  const next = all[Math.min(all.length - 1, Math.max(0, place + step))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
