'use client';

import '@mantine/dates/styles.layer.css';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import type { Day } from '#lib/core/dates.ts';
import styles from './day-range-picker.module.css';

/** Inclusive days; an open side is null. */
export type DayRange = { from: Day | null; to: Day | null };

type DayRangePickerProps = { range: DayRange; latest: Day; onPick: (range: { from: Day; to: Day }) => void };

/** A calendar to pick the first and the last day in. Loaded when it is first opened. */
export default function DayRangePicker({ range, latest, onPick }: DayRangePickerProps) {
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
