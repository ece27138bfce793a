'use client';

import type { RefObject } from 'react';
import type { Press, Shortcut } from '#components/shell/shortcuts/shortcut.ts';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { moveRowFocus, rowIdOf, rowOf } from './row-focus.ts';
import type { TableRow } from './types.ts';

type RowKeyActions = {
  /** Ticks or unticks a row; with `isRange` ticks all from the row ticked last. */
  onTick: (rowId: string, isRange: boolean) => void;
  onOpen: (row: TableRow) => void;
  onExpand: (rowElement: HTMLElement) => void;
};

/** j and k or the arrows move the focus from row to row, x ticks, o or Enter opens, m unfolds the message. */
export function useRowKeys(region: RefObject<HTMLElement | null>, rows: TableRow[], actions: RowKeyActions): void {
  const rowAt = ({ target }: Press) => rows.find((row) => row.id === rowIdOf(target));
  const step = (by: 1 | -1) => ({
    isRepeated: true,
    // Outside of the rows the arrows scroll.
    isEnabled: ({ chord, target }: Press) => rows.length > 0 && (chord.length === 1 || rowOf(target) !== null),
    run: ({ target }: Press) => moveRowFocus(region.current, rowOf(target), by),
  });
  const tick = (isRange: boolean) => ({
    isEnabled: (press: Press) => rowAt(press) !== undefined,
    run(press: Press) {
      const row = rowAt(press);
      if (row !== undefined) actions.onTick(row.id, isRange);
    },
  });
  const shortcuts: Shortcut[] = [
    { keys: ['j', 'ArrowDown'], what: 'Next record', group: 'List', ...step(1) },
    { keys: ['k', 'ArrowUp'], what: 'Previous record', group: 'List', ...step(-1) },
    { keys: ['x'], what: 'Select the record', group: 'Selection', ...tick(false) },
    { keys: ['Shift+x'], what: 'Select all from the last one', group: 'Selection', ...tick(true) },
    {
      keys: ['o', 'Enter'],
      what: 'Open the record',
      group: 'Record',
      // Enter on a link or a button within a row is theirs.
      isEnabled: (press) => rowAt(press) !== undefined && (press.chord === 'o' || press.target === rowOf(press.target)),
      run(press) {
        const row = rowAt(press);
        if (row !== undefined) actions.onOpen(row);
      },
    },
    {
      keys: ['m'],
      what: 'Unfold its message',
      group: 'Record',
      isEnabled: (press) => rowAt(press) !== undefined,
      run({ target }) {
        const row = rowOf(target);
        if (row !== null) actions.onExpand(row);
      },
    },
  ];
  useShortcuts(shortcuts);
}
