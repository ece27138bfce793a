import { Suspense } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { KIND_LABEL, KINDS, type Kind, TAB_OF_KIND } from '#lib/records/kinds.ts';
import type { RecordCount } from '#lib/records/list-contract.ts';
import { type ListAddress, toQuery, withChange } from '../list-address.ts';
import styles from './history-tabs.module.css';

type HistoryTabsProps = {
  kind: Kind;
  tenant: string;
  address: ListAddress;
  counts: Promise<Record<Kind, RecordCount>>;
  countsKey: string;
  locale: string;
};

/** The four kinds, each with how many records the current filters show there. */
export function HistoryTabs({ kind, tenant, address, counts, countsKey, locale }: HistoryTabsProps) {
  return (
    <TabLinks
      label="Kinds of record"
      tabs={KINDS.map((tab) => ({
        href: hrefOfTab(tenant, tab, address),
        isCurrent: tab === kind,
        face: (
          <>
            {KIND_LABEL[tab].many}{' '}
            <span className={styles.count}>
              <Suspense key={countsKey} fallback={<span className={styles.waiting} />}>
                <Count of={counts} kind={tab} locale={locale} />
              </Suspense>
            </span>
          </>
        ),
      }))}
    />
  );
}

/** Gives the address of the same filters on another tab. */
export function hrefOfTab(tenant: string, tab: Kind, { state, defaultRange }: ListAddress): string {
  // A view belongs to its tab. Where nothing else is said, the other tab opens with the view it opens with.
  return `/${tenant}/history/${TAB_OF_KIND[tab]}${toQuery(withChange(state, { view: null }), defaultRange)}`;
}

async function Count({ of, kind, locale }: { of: HistoryTabsProps['counts']; kind: Kind; locale: string }) {
  const { count, isExact } = (await of)[kind];
  return formatCount(count, locale, isExact);
}
