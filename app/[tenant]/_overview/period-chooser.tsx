'use client';

import { DayRangeDropdown, type RangeChoice } from '#components/sync/day-range-dropdown.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import type { Day } from '#lib/core/dates.ts';
import type { Period } from '#lib/overview/overview-contract.ts';
import { overviewHref } from './period-params.ts';

type PeriodChooserProps = {
  tenant: string;
  period: Period;
  /** The period in words. */
  label: string;
  choices: RangeChoice[];
  today: Day;
};

/** Which documents are looked at, by their dates. */
export function PeriodChooser({ tenant, period, label, choices, today }: PeriodChooserProps) {
  const { navigate } = useNavigation();
  return (
    <DayRangeDropdown
      name="Document date"
      label={label}
      range={period}
      choices={choices}
      latest={today}
      position="bottom-end"
      onPick={(picked) => navigate(overviewHref(tenant, picked, today))}
    />
  );
}
