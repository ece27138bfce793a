'use client';

import { DayRangeDropdown, type RangeChoice } from '#components/sync/day-range-dropdown.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import type { Day } from '#lib/core/dates.ts';
import type { InboxFilter, InboxPart } from '#lib/inbox/inbox-contract.ts';
import { inboxHref } from '../search-params.ts';
import styles from './inbox.module.css';

type InboxFiltersProps = {
  /** What the dates are of: "Tried". */
  name: string;
  states: RangeChoice[];
  sources: RangeChoice[];
  range: { from: Day | null; to: Day | null };
  rangeLabel: string;
  ranges: RangeChoice[];
  today: Day;
  address: { tenant: string; show: InboxPart; filter: InboxFilter };
};

/** Which of it: what waits or was decided, of which source, of which days. */
export function InboxFilters(props: InboxFiltersProps) {
  const { name, states, sources, range, rangeLabel, ranges, today, address } = props;
  const { navigate } = useNavigation();
  return (
    <div className={styles.filters}>
      <Segments
        label="What has become of it"
        segments={states.map(({ label, href, isCurrent }) => ({ href, isCurrent, face: label }))}
      />
      {sources.length <= 2 && sources[0]?.isCurrent === true ? null : (
        <select
          className={styles.select}
          aria-label="Source"
          value={sources.find(({ isCurrent }) => isCurrent)?.href}
          onChange={(event) => navigate(event.currentTarget.value)}
        >
          {sources.map(({ label, href }) => (
            <option key={href} value={href}>
              {label}
            </option>
          ))}
        </select>
      )}
      <DayRangeDropdown
        name={name}
        label={rangeLabel}
        range={range}
        choices={ranges}
        latest={today}
        position="bottom-start"
        onPick={(picked) =>
          navigate(
            inboxHref(address.tenant, { show: address.show, filter: { ...address.filter, ...picked }, cursor: null }),
          )
        }
      />
    </div>
  );
}
