import { Suspense } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { STATUS_LABEL } from '#lib/records/kinds.ts';
import type { RecordCount } from '#lib/records/list-contract.ts';
import { hrefWith, type ListAddress, type StatusChoice } from '../list-address.ts';
import styles from './status-filter.module.css';

/** What can be chosen, in its order. */
export const STATUS_CHOICES: StatusChoice[] = ['failed', 'pending', 'complete', 'all'];

export type StatusCounts = Record<StatusChoice, RecordCount>;

type StatusFilterProps = {
  address: ListAddress;
  counts: Promise<StatusCounts>;
  /** Of the Complete ones, those that a person completed by hand. */
  byHand: Promise<RecordCount>;
  countsKey: string;
  locale: string;
};

/** Which outcome is shown, each with how many there are. Excluded records are apart from all of them. */
export function StatusFilter({ address, counts, byHand, countsKey, locale }: StatusFilterProps) {
  const { status, isExcluded } = address.state;
  return (
    <Segments
      label="Sync status"
      className={styles.choices}
      segments={STATUS_CHOICES.map((choice) => ({
        href: hrefOfStatus(address, choice),
        isCurrent: !isExcluded && choice === status,
        status: choice,
        face: (
          <>
            {choice === 'all' ? null : <Icon name={choice} />}
            {nameOfStatus(choice)}{' '}
            <span className={styles.count}>
              <Suspense key={countsKey} fallback={<span className={styles.waiting} />}>
                <Count of={counts} byHand={byHand} choice={choice} locale={locale} />
              </Suspense>
            </span>
          </>
        ),
      }))}
    />
  );
}

/** Gives how a choice reads. */
export function nameOfStatus(choice: StatusChoice): string {
  return choice === 'all' ? 'All' : STATUS_LABEL[choice];
}

/** Gives the address of the same list with another status. */
export function hrefOfStatus(address: ListAddress, choice: StatusChoice): string {
  return hrefWith(address, { status: choice, isExcluded: false, ...orderFor(address, choice) });
}

type CountProps = Pick<StatusFilterProps, 'byHand' | 'locale'> & { of: Promise<StatusCounts>; choice: StatusChoice };

async function Count({ of, byHand, choice, locale }: CountProps) {
  const { count, isExact } = (await of)[choice];
  const text = formatCount(count, locale, isExact);
  if (choice !== 'complete') return text;
  const closed = await byHand;
  return <span title={`${formatCount(closed.count, locale, closed.isExact)} of them by hand`}>{text}</span>;
}

// An order by date means age under Pending: neither carries over to the other.
function orderFor(address: ListAddress, choice: StatusChoice): Partial<ListAddress['state']> {
  const { sort, status } = address.state;
  const isOtherDate = (choice === 'pending') !== (status === 'pending');
  return sort.key === 'date' && isOtherDate ? { sort: { key: 'date', direction: 'desc' } } : {};
}
