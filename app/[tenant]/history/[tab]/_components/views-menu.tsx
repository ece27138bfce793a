'use client';

import { lazy, Suspense } from 'react';
import { isSameColumns, parseColumnPreferences } from '#components/data-table/column-preferences.ts';
import { type ColumnTable, preferencesOf } from '#components/data-table/use-columns.ts';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { ListAddress } from '../list-address.ts';
import type { Views } from '../load-views.ts';
import styles from './views-menu.module.css';

const loadSheet = () => import('./views-sheet.tsx');
const ViewsSheet = lazy(loadSheet);

export type ViewsMenuProps = {
  tenant: string;
  tab: string;
  address: ListAddress;
  views: Views;
  table: ColumnTable;
  canSetForAll: boolean;
  locale: string;
};

/** The saved view that is open, whether it was changed since, and all that can be done with views. */
export function ViewsMenu(props: ViewsMenuProps) {
  const { open, isListChanged } = props.views;
  const isChanged =
    open !== null &&
    (isListChanged || !isSameColumns(preferencesOf(props.table), parseColumnPreferences(open.columns)));
  return (
    <Dropdown
      kind="quiet"
      className={styles.trigger}
      position="top-end"
      label="Saved views"
      aria-label={open === null ? undefined : `Saved views: ${open.name}${isChanged ? ', changed' : ''}`}
      sheetClassName={styles.sheet}
      onOpen={() => void loadSheet()}
      button={
        <>
          <span className={styles.name}>{open === null ? 'Saved views' : open.name}</span>
          {isChanged ? <span className={styles.mark}>changed</span> : null}
          <Icon name="chevron" />
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<p className={styles.waiting}>One moment…</p>}>
          <ViewsSheet {...props} isChanged={isChanged} close={close} />
        </Suspense>
      )}
    </Dropdown>
  );
}
