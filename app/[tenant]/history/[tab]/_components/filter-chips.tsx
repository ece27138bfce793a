import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ActiveFilter } from '../filters.ts';
import { hrefOf, type ListAddress, withoutExtraFilters } from '../list-address.ts';
import styles from './toolbar.module.css';

/** The filters that are set, each with the way to lift it. */
export function FilterChips({ filters, address }: { filters: ActiveFilter[]; address: ListAddress }) {
  const chips = filters.filter(({ id }) => id !== 'q');
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Filters that are set">
      {chips.map((filter) => (
        <li key={filter.id}>
          <SoftLink
            className={styles.chip}
            href={hrefOf(address, filter.without)}
            aria-label={`Lift the filter ${filter.label}`}
          >
            <span className={styles.chipText}>{filter.label}</span>
            <Icon name="close" />
          </SoftLink>
        </li>
      ))}
      {filters.length > 1 ? (
        <li>
          <SoftLink href={hrefOf(address, withoutExtraFilters(address.state))}>Clear all</SoftLink>
        </li>
      ) : null}
    </ul>
  );
}
