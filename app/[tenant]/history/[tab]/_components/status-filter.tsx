import { Suspense } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { STATUS_LABEL } from '#lib/records/kinds.ts';
import type { RecordCount } from '#lib/records/list-contract.ts';
import { hrefWith, type ListAddress, type StatusChoice } from '../list-address.ts';
import styles from './status-filter.module.css';

const CHOICES: StatusChoice[] = ['failed', 'pending', 'complete', 'all'];

export type StatusCounts = Record<StatusChoice, RecordCount>;

type StatusFilterProps = { address: ListAddress; counts: Promise<StatusCounts>; countsKey: string; locale: string };

/** Which outcome is shown, each with how many there are. Excluded records are apart from all of them. */
export function StatusFilter({ address, counts, countsKey, locale }: StatusFilterProps) {
  const { status, isExcluded } = address.state;
  return (
    <nav aria-label="Sync status" className={styles.segments}>
      {CHOICES.map((choice) => (
        <SoftLink
          key={choice}
          className={styles.segment}
          href={hrefWith(address, { status: choice, isExcluded: false, ...orderFor(address, choice) })}
          aria-current={!isExcluded && choice === status ? 'true' : undefined}
          data-status={choice}
        >
          {choice === 'all' ? null : <Icon name={choice} />}
          {choice === 'all' ? 'All' : STATUS_LABEL[choice]}{' '}
          <span className={styles.count}>
            <Suspense key={countsKey} fallback={<span className={styles.waiting} />}>
              <Count of={counts} choice={choice} locale={locale} />
            </Suspense>
          </span>
        </SoftLink>
      ))}
    </nav>
  );
}

async function Count({ of, choice, locale }: { of: Promise<StatusCounts>; choice: StatusChoice; locale: string }) {
  const { count, isExact } = (await of)[choice];
  return formatCount(count, locale, isExact);
}

// An order by date means age under Pending: neither carries over to the other.
function orderFor(address: ListAddress, choice: StatusChoice): Partial<ListAddress['state']> {
  const { sort, status } = address.state;
  const isOtherDate = (choice === 'pending') !== (status === 'pending');
  return sort.key === 'date' && isOtherDate ? { sort: { key: 'date', direction: 'desc' } } : {};
}
