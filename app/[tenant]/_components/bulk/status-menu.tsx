'use client';

import { actIcon, actLabel } from '#components/bulk/bulk-words.ts';
import { Dropdown, type DropdownPosition } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { OpenedAct } from '#lib/bulk/bulk-contract.ts';
import { useBulkWork } from './bulk-work.tsx';

/** What a person can do to the status of records, with its key. */
export const STATUS_CHOICES: readonly { act: OpenedAct; key: string }[] = [
  { act: { act: 'status', target: 'pending' }, key: 'p' },
  { act: { act: 'status', target: 'complete' }, key: 'c' },
  { act: { act: 'status', target: 'failed' }, key: 'f' },
];

type StatusMenuProps = {
  /** Whether the records are excluded: then they can only be taken in again. */
  isExcluded: boolean;
  position: DropdownPosition;
  kind?: 'normal' | 'quiet';
  className?: string;
  onPick: (act: OpenedAct) => void;
};

/** The button that moves records to another status, leaves them out or takes them in again. */
export function StatusMenu({ isExcluded, position, kind = 'normal', className, onPick }: StatusMenuProps) {
  const { fetchAhead } = useBulkWork();
  const acts: OpenedAct[] = isExcluded
    ? [{ act: 'include' }]
    : [...STATUS_CHOICES.map(({ act }) => act), { act: 'exclude' }];
  return (
    <Dropdown
      button={
        <>
          Update status <Icon name="chevron" />
        </>
      }
      kind={kind}
      className={className}
      position={position}
      onOpen={fetchAhead}
      choices={acts.map((act) => ({
        label: actLabel(act),
        icon: <Icon name={actIcon(act)} />,
        onPick: () => onPick(act),
      }))}
    />
  );
}
