'use client';

import { rowIdOf } from '#components/data-table/row-focus.ts';
import type { OpenedAct } from '#lib/bulk/bulk-contract.ts';
import type { AskedSelection } from '../../../_components/bulk/bulk-ask.ts';
import { useBulkWork } from '../../../_components/bulk/bulk-work.tsx';
import { useStatusKeys } from '../../../_components/bulk/use-status-keys.ts';
import { EMPTY_SELECTION, hasSelection, type SelectedRecord, type Selection } from './selection.ts';

type StatusUpdate = {
  /** Whether the person may. */
  canUpdate: boolean;
  tab: string;
  /** What the list's address says, by which the server finds all that match. */
  query: string;
  selection: Selection;
  records: Record<string, SelectedRecord>;
  onChange: (selection: Selection) => void;
};

/** Gives the way to move what is ticked to another status. By key, where nothing is ticked, the row in hand is meant. */
export function useStatusUpdate(list: StatusUpdate): (act: OpenedAct) => void {
  const { canUpdate, tab, query, selection, records, onChange } = list;
  const { ask } = useBulkWork();

  function askFor(act: OpenedAct, picked: Selection) {
    const [only, ...others] = picked.mode === 'some' ? Object.values(picked.records) : [];
    ask({
      act,
      selection: askedSelection(picked, tab, query),
      subject: only !== undefined && others.length === 0 ? only.number : null,
      // What was ticked is under way; ticked again it would be asked for twice.
      onStarted: () => onChange(EMPTY_SELECTION),
    });
  }
  function pickedAt(element: Element): Selection | null {
    if (hasSelection(selection)) return selection;
    const id = rowIdOf(element);
    const record = id === null ? undefined : records[id];
    return id === null || record === undefined ? null : { mode: 'some', records: { [id]: record } };
  }
  useStatusKeys(
    canUpdate
      ? {
          group: 'Selection',
          layer: 'screen',
          isEnabled: ({ target }) => pickedAt(target) !== null,
          onPick: (act, press) => {
            const picked = pickedAt(press.target);
            if (picked !== null) askFor(act, picked);
          },
        }
      : null,
  );
  return (act) => askFor(act, selection);
}

function askedSelection({ mode, records }: Selection, tab: string, query: string): AskedSelection {
  const ids = Object.keys(records);
  return mode === 'some' ? { by: 'ids', ids } : { by: 'list', tab, query, exceptIds: ids };
}
