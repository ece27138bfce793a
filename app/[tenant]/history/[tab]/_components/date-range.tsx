'use client';

import { lazy, Suspense } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { SoftLink, useNavigation } from '#components/ui/soft-link.tsx';
import { hrefWith, type ListAddress } from '../list-address.ts';
import { RANGE_REASON_ID } from './range-reason.ts';
import styles from './toolbar.module.css';

// The calendar is a third of the list's script, and most people never open it.
const loadPicker = () => import('./range-picker.tsx');
const RangePicker = lazy(loadPicker);

export type RangeChoice = { label: string; href: string; isCurrent: boolean };

type DateRangeProps = {
  address: ListAddress;
  /** The range in words. */
  label: string;
  choices: RangeChoice[];
  today: string;
};

const ALL_REASON = 'Complete and Failed in this range, and every Pending record.';

/** Which sync attempts are looked at. Not to be had for pending records: they have no attempt. */
export function DateRange({ address, label, choices, today }: DateRangeProps) {
  const { navigate } = useNavigation();
  const { status, isExcluded, range } = address.state;

  if (status === 'pending' || isExcluded) {
    return (
      <Button className={styles.range} aria-disabled="true" aria-describedby={RANGE_REASON_ID}>
        {label}
        <Icon name="chevron" />
      </Button>
    );
  }

  return (
    <Dropdown
      className={styles.range}
      aria-label={`Sync date: ${label}`}
      title={status === 'all' ? ALL_REASON : 'Sync date'}
      position="bottom-start"
      label="Sync date"
      sheetClassName={styles.sheet}
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
          <div className={styles.rangeChoices}>
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
              <RangePicker
                range={range}
                latest={today}
                onPick={(picked) => {
                  close();
                  navigate(hrefWith(address, { range: picked }));
                }}
              />
            </Suspense>
          </div>
          {status === 'all' ? <p className={styles.rangeNote}>{ALL_REASON}</p> : null}
        </>
      )}
    </Dropdown>
  );
}
