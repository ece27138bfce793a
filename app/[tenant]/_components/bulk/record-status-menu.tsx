'use client';

import type { OpenedAct } from '#lib/bulk/bulk-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { useBulkWork } from './bulk-work.tsx';
import { StatusMenu } from './status-menu.tsx';
import { useStatusKeys } from './use-status-keys.ts';

type RecordStatusMenuProps = {
  record: Pick<RecordRow, 'id' | 'kind' | 'number' | 'sourceId' | 'excludedAt'>;
  /** Beside a list its keys lie over those of the list. */
  place: 'page' | 'panel';
};

/** Moves one record to another status, by button and by key. */
export function RecordStatusMenu({ record, place }: RecordStatusMenuProps) {
  const { ask } = useBulkWork();
  const isExcluded = record.excludedAt !== null;
  const subject = `${KIND_LABEL[record.kind].one.toLowerCase()} ${record.number ?? record.sourceId}`;
  const pick = (act: OpenedAct) => ask({ act, selection: { by: 'ids', ids: [record.id] }, subject });
  useStatusKeys({
    group: 'Record',
    layer: place === 'panel' ? 'panel' : 'screen',
    isEnabled: () => !isExcluded,
    onPick: pick,
  });
  return <StatusMenu isExcluded={isExcluded} position="bottom-end" onPick={pick} />;
}
