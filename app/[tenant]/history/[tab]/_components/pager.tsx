import { Suspense } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { PAGE_SIZES, type RecordCount, type RecordPage } from '#lib/records/list-contract.ts';
import { hrefOf, hrefWith, type ListAddress } from '../list-address.ts';
import styles from './pager.module.css';

type PagerProps = {
  address: ListAddress;
  page: Pick<RecordPage, 'position' | 'nextCursor' | 'previousCursor'>;
  rowCount: number;
  total: Promise<RecordCount>;
  totalKey: string;
  locale: string;
};

/** Which rows these are, of how many, and the ways on. */
export function Pager({ address, page, rowCount, total, totalKey, locale }: PagerProps) {
  const first = formatCount(page.position + 1, locale);
  const last = formatCount(page.position + rowCount, locale);
  const hrefAt = (cursor: string | null) => hrefOf(address, { ...address.state, cursor, record: null });
  // The first page has no cursor, so that it shows what came since.
  const previousCursor = page.position <= address.state.size ? null : page.previousCursor;
  return (
    <nav aria-label="Pages" className={styles.pager}>
      <Step label="Previous page" href={page.previousCursor === null ? null : hrefAt(previousCursor)} isBack />
      <Step label="Next page" href={page.nextCursor === null ? null : hrefAt(page.nextCursor)} />
      <p className={styles.count} aria-live="polite">
        {rowCount === 0 ? '0' : `${first}–${last}`} of{' '}
        <Suspense key={totalKey} fallback={<span className={styles.waiting} />}>
          <Total total={total} locale={locale} />
        </Suspense>
      </p>
      <p className={styles.sizes}>
        <span className={styles.sizesLabel}>Rows</span>
        {PAGE_SIZES.map((size) => (
          <SoftLink
            key={size}
            className={styles.size}
            href={hrefWith(address, { size })}
            aria-label={`${size} rows a page`}
            aria-current={size === address.state.size ? 'true' : undefined}
          >
            {size}
          </SoftLink>
        ))}
      </p>
    </nav>
  );
}

async function Total({ total, locale }: Pick<PagerProps, 'total' | 'locale'>) {
  const { count, isExact } = await total;
  return formatCount(count, locale, isExact);
}

type StepProps = { label: string; href: string | null; isBack?: boolean };

function Step({ label, href, isBack = false }: StepProps) {
  const className = `${buttonClass} ${styles.step}`;
  if (href === null) {
    return (
      <Button className={styles.step} isSquare disabled data-is-back={isBack} aria-label={label}>
        <Icon name="open" />
      </Button>
    );
  }
  return (
    <SoftLink
      className={className}
      data-kind="normal"
      data-is-square="true"
      data-is-back={isBack}
      href={href}
      rel={isBack ? 'prev' : 'next'}
      aria-label={label}
      title={label}
    >
      <Icon name="open" />
    </SoftLink>
  );
}
