'use client';

import { Popover } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { SoftLink, useNavigation } from '#components/ui/soft-link.tsx';
import { hrefWith, type ListAddress } from '../list-address.ts';
import { RANGE_REASON_ID } from './range-reason.ts';
import styles from './toolbar.module.css';

// The calendar is a third of the list's script, and most people never open it.
const RangePicker = lazy(() => import('./range-picker.tsx'));

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
  const [isOpen, setIsOpen] = useState(false);
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
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      offset={4}
      trapFocus
      returnFocus
      classNames={{ dropdown: `${menu.dropdown} ${styles.sheet}` }}
      transitionProps={{ duration: 100 }}
    >
      <Popover.Target>
        <Button
          className={styles.range}
          aria-label={`Sync date: ${label}`}
          title={status === 'all' ? ALL_REASON : 'Sync date'}
          onClick={() => setIsOpen(!isOpen)}
        >
          {label}
          <Icon name="chevron" />
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Sync date">
        <div className={styles.rangeChoices}>
          <div>
            {choices.map((choice) => (
              <SoftLink
                key={choice.label}
                className={menu.item}
                href={choice.href}
                aria-current={choice.isCurrent ? 'true' : undefined}
                onClick={() => setIsOpen(false)}
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
                setIsOpen(false);
                navigate(hrefWith(address, { range: picked }));
              }}
            />
          </Suspense>
        </div>
        {status === 'all' ? <p className={styles.rangeNote}>{ALL_REASON}</p> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
