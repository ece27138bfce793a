import styles from './filter-chips.module.css';
import { Icon } from './icon.tsx';
import { SoftLink } from './soft-link.tsx';

type FilterChipsProps = {
  /** Each filter that is set, with the address without it. */
  filters: readonly { id: string; label: string; liftHref: string }[];
  /** The address without any of them; null where clearing all is no more than lifting the one. */
  clearHref: string | null;
};

/** The filters that are set, each with the way to lift it. */
export function FilterChips({ filters, clearHref }: FilterChipsProps) {
  if (filters.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Filters that are set">
      {filters.map(({ id, label, liftHref }) => (
        <li key={id}>
          <SoftLink className={styles.chip} href={liftHref} aria-label={`Lift the filter ${label}`}>
            <span className={styles.text}>{label}</span>
            <Icon name="close" />
          </SoftLink>
        </li>
      ))}
      {clearHref === null ? null : (
        <li>
          <SoftLink href={clearHref}>Clear all</SoftLink>
        </li>
      )}
    </ul>
  );
}
