import { formatCount } from '#components/sync/format-money.ts';
import { formatDay } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { KIND_LABEL, type Kind, STATUS_LABEL } from '#lib/records/kinds.ts';
import type { EarlierFailed, RecordCount } from '#lib/records/list-contract.ts';
import type { ActiveFilter } from '../filters.ts';
import { hrefOf, hrefWith, type ListAddress, type StatusChoice } from '../list-address.ts';
import { earlierRange } from './earlier-failed.tsx';
import styles from './empty-list.module.css';
import type { StatusCounts } from './status-filter.tsx';

type EmptyListProps = {
  kind: Kind;
  address: ListAddress;
  statusCounts: Promise<StatusCounts>;
  earlier: Promise<EarlierFailed>;
  locale: string;
};

/** There is nothing of this status in this period: says so, and links to what there is. */
export async function EmptyList({ kind, address, statusCounts, earlier, locale }: EmptyListProps) {
  const [counts, before] = await Promise.all([statusCounts, earlier]);
  const { status, range } = address.state;
  const others = (['failed', 'pending', 'complete'] as const).filter(
    (other) => other !== status && counts[other].count > 0,
  );
  return (
    <div className={styles.empty}>
      <h2>{titleOf(status, kind)}</h2>
      {status === 'failed' && before.count > 0 && range.from !== null ? (
        <p>
          <SoftLink href={hrefWith(address, { range: earlierRange(range.from) })}>
            {formatCount(before.count, locale)} failed before {formatDay(range.from, locale)}
          </SoftLink>
        </p>
      ) : null}
      {others.length === 0 && before.count === 0 ? (
        <p>{KIND_LABEL[kind].many} appear here once a sync job has reported them.</p>
      ) : (
        <ul className={styles.links}>
          {others.map((other) => (
            <li key={other}>
              <SoftLink href={hrefWith(address, { status: other })}>
                {formatCount(counts[other].count, locale)} {STATUS_LABEL[other]}
              </SoftLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type NoMatchProps = {
  address: ListAddress;
  /** Each filter with how many records there would be without it. */
  lifted: Promise<{ filter: ActiveFilter; count: RecordCount }[]>;
  /** How many there are without any of them. */
  total: Promise<RecordCount>;
  clearHref: string;
  locale: string;
};

/** There are records, but the filters hide them all: says which hides how many, and how to lift it. */
export async function NoMatch({ address, lifted, total, clearHref, locale }: NoMatchProps) {
  const [filters, all] = await Promise.all([lifted, total]);
  const helpful = filters.filter(({ count }) => count.count > 0);
  return (
    <div className={styles.empty}>
      <h2>No record matches {filters.length === 1 ? 'this filter' : 'these filters'}</h2>
      <ul className={styles.filters}>
        {helpful.map(({ filter, count }) => (
          <li key={filter.id}>
            <span>
              {filter.label} hides {formatCount(count.count, locale, count.isExact)}
            </span>
            <SoftLink href={hrefOf(address, filter.without)}>Lift it</SoftLink>
          </li>
        ))}
      </ul>
      {helpful.length === 0 && all.count === 0 ? <p>Without them there is nothing here either.</p> : null}
      {filters.length > 1 && all.count > 0 ? (
        <p>
          <SoftLink href={clearHref}>Clear all filters: {formatCount(all.count, locale, all.isExact)} records</SoftLink>
        </p>
      ) : null}
    </div>
  );
}

/** Holds the place until it is known what there is instead. */
export function EmptyWaiting() {
  return <p className={styles.empty}>Nothing here. Looking for what there is…</p>;
}

function titleOf(status: StatusChoice, kind: Kind): string {
  switch (status) {
    case 'failed':
      return 'Nothing failed in this period';
    case 'pending':
      return 'Nothing is pending';
    case 'complete':
      return 'Nothing was completed in this period';
    case 'all':
      return `No ${KIND_LABEL[kind].many.toLowerCase()} in this period`;
    default:
      return status satisfies never;
  }
}
