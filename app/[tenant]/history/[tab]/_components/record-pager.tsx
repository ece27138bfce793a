import { Suspense } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Pager } from '#components/ui/pager.tsx';
import { PAGE_SIZES, type RecordCount, type RecordPage } from '#lib/records/list-contract.ts';
import { hrefOf, hrefWith, type ListAddress } from '../list-address.ts';
import styles from './record-pager.module.css';

type RecordPagerProps = {
  address: ListAddress;
  page: Pick<RecordPage, 'position' | 'nextCursor' | 'previousCursor'>;
  rowCount: number;
  total: Promise<RecordCount>;
  totalKey: string;
  locale: string;
};

/** Which rows these are, of how many, and the ways on. */
export function RecordPager({ address, page, rowCount, total, totalKey, locale }: RecordPagerProps) {
  const first = formatCount(page.position + 1, locale);
  const last = formatCount(page.position + rowCount, locale);
  const hrefAt = (cursor: string | null) => hrefOf(address, { ...address.state, cursor, record: null });
  // The first page has no cursor, so that it shows what came since.
  const previousCursor = page.position <= address.state.size ? null : page.previousCursor;
  return (
    <Pager
      previous={{ label: 'Previous page', href: page.previousCursor === null ? null : hrefAt(previousCursor) }}
      next={{ label: 'Next page', href: page.nextCursor === null ? null : hrefAt(page.nextCursor) }}
      sizes={PAGE_SIZES.map((size) => ({
        size,
        href: hrefWith(address, { size }),
        isCurrent: size === address.state.size,
      }))}
    >
      {rowCount === 0 ? '0' : `${first}–${last}`} of{' '}
      <Suspense key={totalKey} fallback={<span className={styles.waiting} />}>
        <Total total={total} locale={locale} />
      </Suspense>
    </Pager>
  );
}

async function Total({ total, locale }: Pick<RecordPagerProps, 'total' | 'locale'>) {
  const { count, isExact } = await total;
  return formatCount(count, locale, isExact);
}
