import { formatAge } from '#components/sync/format-time.ts';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { KindFigures } from '#lib/overview/overview-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import { AGES } from '#lib/records/list-contract.ts';
import { AGE_LABEL } from '../history/[tab]/filters.ts';
import { FigureLink } from './figure-link.tsx';
import styles from './overview.module.css';
import type { OverviewLinks } from './overview-links.ts';

type AgeTableProps = { kinds: KindFigures[]; links: OverviewLinks; locale: string; now: Date };

/** How long the failed and the pending documents of the period have been so, and which the longest. */
export function AgeTable({ kinds, links, locale, now }: AgeTableProps) {
  const rows = (['failed', 'pending'] as const).flatMap((status) =>
    kinds.filter((of) => of[status].count > 0).map((of) => ({ status, of, open: of[status] })),
  );
  if (rows.length === 0) return <p className={styles.quiet}>Nothing failed, and nothing is pending.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Failed and pending by age">
      <table className={styles.table} data-narrow="blocks">
        <thead>
          <tr>
            <th scope="col">Waiting</th>
            {AGES.map((age) => (
              <th key={age} scope="col" className={styles.number}>
                {AGE_LABEL[age]}
              </th>
            ))}
            <th scope="col" className={styles.oldest}>
              Oldest
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ status, of, open }, place) => (
            <tr key={`${status} ${of.kind}`} id={rows[place - 1]?.status === status ? undefined : `open-${status}`}>
              <th scope="row">
                <StatusBadge status={status} /> {KIND_LABEL[of.kind].many.toLowerCase()}
              </th>
              {AGES.map((age) => (
                <td key={age} className={styles.number} data-label={AGE_LABEL[age]}>
                  <FigureLink
                    figure={open.ages[age]}
                    hrefOf={(part) => links.figure(of.kind, status, { ...part, age })}
                    label={`${status} ${KIND_LABEL[of.kind].many.toLowerCase()}, ${AGE_LABEL[age]}`}
                    locale={locale}
                  />
                </td>
              ))}
              <td className={styles.oldest} data-label="Oldest">
                {open.oldest === null ? null : (
                  <>
                    <SoftLink href={links.oldest(of.kind, status, open.oldest.id)}>{open.oldest.label}</SoftLink>{' '}
                    <span className={styles.quiet}>for {formatAge(open.oldest.since, now)}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
