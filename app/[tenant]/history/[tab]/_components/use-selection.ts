'use client';

import { useEffect, useMemo, useState } from 'react';
import type { TableSelection } from '#components/data-table/types.ts';
import {
  EMPTY_SELECTION,
  hasSelection,
  isSelected,
  type SelectedRecord,
  type Selection,
  toSelection,
  withRecords,
} from './selection.ts';

const STORE_PREFIX = 'tieout.selection ';

type SelectionUse = { selection: Selection; change: (next: Selection) => void; forTable: TableSelection };

/** Keeps what is ticked in one list while one pages through it or reloads; another list has its own. */
export function useSelection(listKey: string, pageRecords: Record<string, SelectedRecord>): SelectionUse {
  const [kept, setKept] = useState({ listKey, selection: EMPTY_SELECTION });
  const selection = kept.listKey === listKey ? kept.selection : EMPTY_SELECTION;

  // The server knows nothing of the tab's store, so it is read once the page stands.
  useEffect(() => setKept({ listKey, selection: readSelection(listKey) }), [listKey]);

  return useMemo(() => {
    function change(next: Selection) {
      setKept({ listKey, selection: next });
      writeSelection(listKey, next);
    }
    const forTable: TableSelection = {
      isSelected: (rowId) => isSelected(selection, rowId),
      set(rowIds, isTicked) {
        const picked = rowIds.flatMap((id) => (pageRecords[id] === undefined ? [] : [[id, pageRecords[id]] as const]));
        change(withRecords(selection, Object.fromEntries(picked), isTicked));
      },
    };
    return { selection, change, forTable };
  }, [listKey, selection, pageRecords]);
}

function readSelection(listKey: string): Selection {
  try {
    const text = sessionStorage.getItem(STORE_PREFIX + listKey);
    return text === null ? EMPTY_SELECTION : toSelection(JSON.parse(text));
  } catch {
    // A browser may refuse its store; a selection then lasts as long as the page.
    return EMPTY_SELECTION;
  }
}

function writeSelection(listKey: string, selection: Selection): void {
  try {
    if (!hasSelection(selection)) sessionStorage.removeItem(STORE_PREFIX + listKey);
    else sessionStorage.setItem(STORE_PREFIX + listKey, JSON.stringify(selection));
  } catch {
    // As above.
  }
}
