'use client';

import { useSearchParams } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ColumnMenu } from '#components/data-table/column-menu.tsx';
import { type ColumnPreferences, serializeColumnPreferences } from '#components/data-table/column-preferences.ts';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { TableColumn, TableRow } from '#components/data-table/types.ts';
import { useColumns } from '#components/data-table/use-columns.ts';
import { SteadyRows } from '#components/live/steady-rows.tsx';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import type { Formats } from '#components/sync/formats.ts';
import { useNavigation, usePendingHref } from '#components/ui/soft-link.tsx';
import { type Kind, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { copyMatchingNumbers } from '../actions.ts';
import type { ColumnCookie } from '../column-cookie.ts';
import { hrefOf, hrefOfRecord, type ListAddress, listKey, toQuery } from '../list-address.ts';
import type { ListedRecord } from '../listed-record.ts';
import type { Views } from '../load-views.ts';
import { ExportMenu } from './export-menu.tsx';
import { ExportProgressLine } from './export-progress.tsx';
import styles from './record-list.module.css';
import { recordTableRow } from './record-row.tsx';
import { hasSelection, type MatchingTotals, type SelectedRecord } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useSelection } from './use-selection.ts';
import { useStatusUpdate } from './use-status-update.ts';
import { ViewsMenu } from './views-menu.tsx';

const YEAR_SECONDS = 31_536_000;

type RecordListProps = {
  tenant: string;
  kind: Kind;
  label: string;
  address: ListAddress;
  columns: TableColumn[];
  /** Sent as data and drawn here: the cells of a page are many times as long as what they say. */
  records: ListedRecord[];
  now: Date;
  preferences: ColumnPreferences;
  columnCookie: ColumnCookie;
  views: Views;
  /** Whether this person may choose what everybody's tab opens with. */
  canSetForAll: boolean;
  matching: Promise<MatchingTotals>;
  canUpdate: boolean;
  formats: Formats;
  /** Where all that match is exported; null for whom that is hidden. */
  exportHref: string | null;
  empty: ReactNode;
  sums: ReactNode;
  pager: ReactNode;
};

/** The rows with what is ticked among them, and the line under them. */
export function RecordList(props: RecordListProps) {
  const { tenant, kind, address, columns, records, formats, now, preferences } = props;
  const { locale } = formats;
  const tab = TAB_OF_KIND[kind];
  const { name, prefix } = props.columnCookie;
  const { navigate } = useNavigation();
  const pendingHref = usePendingHref();
  const frame = useRef<HTMLDivElement>(null);
  const shownPage = hrefOf(address, { ...address.state, record: null });
  const rows = useMemo(
    () =>
      records.map((record) =>
        recordTableRow({
          kind,
          record,
          href: hrefOfRecord(address, record.id),
          formats,
          now,
          isAboutAge: address.state.status === 'pending',
          namesSetter: address.state.status === 'complete',
        }),
      ),
    [kind, records, address, formats, now],
  );
  const knownRecords = useKnownRecords(shownPage, records);
  const { selection, change, forTable } = useSelection(listKey(address), knownRecords);
  const query = toQuery({ ...address.state, cursor: null, record: null }, address.defaultRange);
  const updateSelection = useStatusUpdate({
    canUpdate: props.canUpdate,
    tab,
    query,
    selection,
    records: knownRecords,
    onChange: change,
  });

  const remember = useCallback(
    (next: ColumnPreferences) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser we support
      document.cookie = `${name}=${prefix}${serializeColumnPreferences(next)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    },
    [name, prefix],
  );
  const table = useColumns(columns, rows, { id: name + prefix, initial: preferences, onChange: remember });
  const open = useCallback((row: TableRow) => navigate(row.href), [navigate]);
  const openRecordId = useSearchParams().get('record');
  useShortcuts([
    {
      keys: ['a'],
      what: 'Select all that match the filters',
      group: 'Selection',
      isEnabled: () => rows.length > 0,
      run: () => change({ mode: 'all', records: {} }),
    },
  ]);

  const lastPage = useRef(shownPage);
  useEffect(() => {
    if (lastPage.current === shownPage) return;
    lastPage.current = shownPage;
    frame.current?.querySelector('section')?.scrollTo({ top: 0 });
  }, [shownPage]);

  const numbersOfAll = useCallback(
    (exceptIds: string[]) =>
      copyMatchingNumbers({
        tenant,
        tab,
        query,
        exceptIds,
      }),
    [tenant, tab, query],
  );
  const isPending = useMemo(
    () => pendingHref !== null && withoutRecord(pendingHref) !== withoutRecord(shownPage),
    [pendingHref, shownPage],
  );

  return (
    <>
      <div ref={frame} className={styles.frame} data-has-selection={hasSelection(selection)}>
        <SteadyRows
          listId={shownPage}
          rows={rows}
          pageSize={address.state.size}
          openRowId={openRecordId}
          hasTicks={hasSelection(selection)}
        >
          {(steadyRows) => (
            <DataTable
              label={props.label}
              columns={columns}
              rows={steadyRows}
              table={table}
              selection={forTable}
              openRowId={openRecordId}
              onOpen={open}
              isPending={isPending}
              empty={props.empty}
            />
          )}
        </SteadyRows>
        <SelectionBar
          selection={selection}
          matching={props.matching}
          locale={locale}
          onChange={change}
          numbersOfAll={numbersOfAll}
          onUpdate={props.canUpdate ? updateSelection : null}
          isExcluded={address.state.isExcluded}
        />
      </div>
      <footer className={styles.foot}>
        {props.sums}
        <ExportProgressLine locale={locale} />
        <div className={styles.line}>
          {props.pager}
          <div className={styles.menus}>
            <ViewsMenu
              tenant={tenant}
              tab={tab}
              address={address}
              views={props.views}
              table={table}
              canSetForAll={props.canSetForAll}
              locale={locale}
            />
            <ColumnMenu table={table} />
            {props.exportHref === null ? null : <ExportMenu href={props.exportHref} />}
          </div>
        </div>
      </footer>
    </>
  );
}

// Rows that stay in view after newer ones pushed them off the page can still be ticked.
function useKnownRecords(page: string, records: ListedRecord[]): Record<string, SelectedRecord> {
  const [known, setKnown] = useState(() => ({ page, latest: records, all: selectable(records) }));
  if (known.page !== page) setKnown({ page, latest: records, all: selectable(records) });
  else if (known.latest !== records) setKnown({ page, latest: records, all: { ...known.all, ...selectable(records) } });
  return known.all;
}

/** Gives what the selection keeps of each record. */
function selectable(records: ListedRecord[]): Record<string, SelectedRecord> {
  return Object.fromEntries(
    records.map(({ id, label, amount, currency }) => [id, { number: label, amount, currency }]),
  );
}

function withoutRecord(href: string): string {
  const url = new URL(href, 'http://list.invalid');
  url.searchParams.delete('record');
  return url.pathname + url.search;
}
