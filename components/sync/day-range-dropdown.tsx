'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { Dropdown, type DropdownPosition } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Day } from '#lib/core/dates.ts';
import styles from './day-range-dropdown.module.css';
import type { DayRange } from './day-range-picker.tsx';

// The calendar is a third of the list's script, and most people never open it.
const loadPicker = () => import('./day-range-picker.tsx');
const DayRangePicker = lazy(loadPicker);

/** A range that has a name of its own. */
export type RangeChoice = { label: string; href: string; isCurrent: boolean };

type DayRangeDropdownProps = {
  /** Which date is meant, such as "Sync date". */
  name: string;
  title?: string;
  /** The range in words. */
  label: string;
  range: DayRange;
  choices: readonly RangeChoice[];
  latest: Day;
  position: DropdownPosition;
  className?: string;
  note?: ReactNode;
  onPick: (range: { from: Day; to: Day }) => void;
};

/** A button that says which days are looked at, and opens the ranges with a name and a calendar for any other. */
export function DayRangeDropdown(props: DayRangeDropdownProps) {
  const { name, title = name, label, range, choices, latest, position, className, note, onPick } = props;
  return (
    <Dropdown
      className={className}
      aria-label={`${name}: ${label}`}
      title={title}
      position={position}
      label={name}
      sheetClassName={menu.bottomSheet}
      onOpen={() => void loadPicker()}
      button={
        <>
          {label}
          <Icon name="chevron" />
        </>
      }
    >
      {(close) => (
        <>
          <div className={styles.choices}>
            <div>
              {choices.map((choice) => (
                <SoftLink
                  key={choice.label}
                  className={menu.item}
                  href={choice.href}
                  aria-current={choice.isCurrent ? 'true' : undefined}
                  onClick={close}
                >
                  {choice.label}
                </SoftLink>
              ))}
            </div>
            <Suspense fallback={<div className={styles.calendarWaiting} />}>
              <DayRangePicker
                range={range}
                latest={latest}
                onPick={(picked) => {
                  close();
                  onPick(picked);
                }}
              />
            </Suspense>
          </div>
          {note === undefined ? null : <p className={styles.note}>{note}</p>}
        </>
      )}
    </Dropdown>
  );
}
