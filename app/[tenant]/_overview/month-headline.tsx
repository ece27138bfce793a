import { formatCount } from '#components/sync/format-money.ts';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Overview } from '#lib/overview/overview-contract.ts';
import { type OpenPoint, openPoints } from './month-state.ts';
import styles from './overview.module.css';
import type { OverviewLinks } from './overview-links.ts';

type MonthHeadlineProps = { overview: Overview; links: OverviewLinks; locale: string };

/** Whether the period can be closed, and if not, what stands in between. */
export function MonthHeadline({ overview, links, locale }: MonthHeadlineProps) {
  const points = openPoints(overview);
  if (points.length === 0) {
    return (
      <section className={styles.headline} data-is-clean="true" aria-label="State of the period">
        <h2>
          <Icon name="complete" /> This period is clean
        </h2>
        <p>
          Every document is in the ledger or settled by hand, no compared total differs, and nothing waits in the inbox.
        </p>
      </section>
    );
  }
  return (
    <section className={styles.headline} data-is-clean="false" aria-label="State of the period">
      <h2>This period is not clean</h2>
      <ul className={styles.points}>
        {points.map((point) => (
          <li key={point.name}>
            <Point point={point} links={links} locale={locale} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Point({
  point: { count, isExact, name, place },
  links,
  locale,
}: { point: OpenPoint } & Omit<MonthHeadlineProps, 'overview'>) {
  const inside = (
    <>
      <strong>{formatCount(count, locale, isExact)}</strong> {name}
    </>
  );
  if (place === 'inbox') return <SoftLink href={links.inboxWaiting}>{inside}</SoftLink>;
  // A list has one kind, so the sum of all leads to the kinds it is made of.
  return <a href={place === 'kinds' ? '#kinds' : `#open-${place}`}>{inside}</a>;
}
