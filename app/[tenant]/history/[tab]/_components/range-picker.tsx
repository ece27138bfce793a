'use client';

import '@mantine/dates/styles.layer.css';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import type { ListRange } from '../list-address.ts';
import styles from './range-picker.module.css';

type RangePickerProps = { range: ListRange; latest: string; onPick: (range: ListRange) => void };

/** A calendar to pick the first and the last day in. Loaded when it is first opened. */
export default function RangePicker({ range, latest, onPick }: RangePickerProps) {
  const [picked, setPicked] = useState<[string | null, string | null]>([range.from, range.to]);
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      value={picked}
      defaultDate={range.to ?? latest}
      maxDate={latest}
      size="xs"
      ariaLabels={{
        previousMonth: 'Previous month',
        nextMonth: 'Next month',
        previousYear: 'Previous year',
        nextYear: 'Next year',
        previousDecade: 'Previous decade',
        nextDecade: 'Next decade',
        monthLevelControl: 'Choose the month',
        yearLevelControl: 'Choose the year',
      }}
      classNames={{
        day: styles.day,
        weekday: styles.weekday,
        calendarHeaderControl: styles.control,
        calendarHeaderLevel: styles.control,
      }}
      onChange={(next) => {
        setPicked(next);
        const [from, to] = next;
        if (from !== null && to !== null) onPick({ from, to });
      }}
    />
  );
}
