'use client';

import { DayRangeDropdown, type RangeChoice } from '#components/sync/day-range-dropdown.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import { hrefWith, type ListAddress } from '../list-address.ts';
import { RANGE_REASON_ID } from './range-reason.ts';
import styles from './toolbar.module.css';

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
    <DayRangeDropdown
      className={styles.range}
      name="Sync date"
      title={status === 'all' ? ALL_REASON : undefined}
      label={label}
      range={range}
      choices={choices}
      latest={today}
      position="bottom-start"
      note={status === 'all' ? ALL_REASON : undefined}
      onPick={(picked) => navigate(hrefWith(address, { range: picked }))}
    />
  );
}
