'use client';

import { Segments } from '#components/ui/segments.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import styles from '../problems.module.css';

export type FilterLink = { label: string; href: string; isCurrent: boolean };
export type FilterChoice = FilterLink & { count: string | undefined };
type FilterSelect = { label: string; isOrder?: boolean; choices: readonly FilterLink[] };

/** Which problems: of which state, cause, person and connection; and, where there are no column heads, the order. */
export function ProblemFilters({
  states,
  selects,
}: {
  states: readonly FilterChoice[];
  selects: readonly FilterSelect[];
}) {
  const { navigate } = useNavigation();
  return (
    <div className={styles.filters}>
      <Segments
        label="State"
        segments={states.map(({ label, count, ...state }) => ({
          ...state,
          face: (
            <>
              {label} {count === undefined ? null : <span className={styles.count}>{count}</span>}
            </>
          ),
        }))}
      />
      {selects.map(({ label, isOrder, choices }) => (
        <select
          key={label}
          className={styles.select}
          data-is-order={isOrder}
          aria-label={label}
          value={choices.find(({ isCurrent }) => isCurrent)?.href ?? choices[0]?.href}
          onChange={(event) => navigate(event.currentTarget.value)}
        >
          {choices.map((choice) => (
            <option key={choice.href} value={choice.href}>
              {choice.label}
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}
