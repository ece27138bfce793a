'use client';

import { type CSSProperties, type ReactNode, useCallback, useMemo, useRef } from 'react';
import head from './column-header.module.css';
import { ColumnHeader } from './column-header.tsx';
import { orderColumns } from './column-preferences.ts';
import styles from './data-table.module.css';
import { DataRow } from './table-row.tsx';
import type { TableColumn, TableRow, TableSelection } from './types.ts';
import type { ColumnTable } from './use-columns.ts';
import { useRowKeys } from './use-row-keys.ts';

const TICK_WIDTH_PX = 40;

type DataTableProps = {
  /** What the table holds, for those who can't see it: `Failed invoices`. */
  label: string;
  columns: TableColumn[];
  rows: TableRow[];
  table: ColumnTable;
  selection: TableSelection;
  openRowId: string | null;
  onOpen: (row: TableRow) => void;
  /** Whether the rows are about to be replaced. */
  isPending: boolean;
  /** Shown instead of rows when there are none. */
  empty: ReactNode;
};

/** Rows in columns that can be sorted, sized, moved and hidden, and ticked one by one, in ranges and by page. */
export function DataTable({
  label,
  columns,
  rows,
  table,
  selection,
  openRowId,
  onOpen,
  isPending,
  empty,
}: DataTableProps) {
  const region = useRef<HTMLElement>(null);
  const lastTicked = useRef<string | null>(null);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const { columnVisibility: visibility, columnOrder: order } = table.state;
  const visible = useMemo(
    () => orderColumns(columns, order).filter((column) => visibility[column.id] !== false),
    [columns, visibility, order],
  );
  const headers = table.getHeaderGroups()[0]?.headers ?? [];

  const tick = useCallback(
    (rowId: string, isSelected: boolean, isRange: boolean) => {
      const ids = isRange && lastTicked.current !== null ? idsBetween(rows, lastTicked.current, rowId) : [rowId];
      selection.set(ids, isSelected);
      lastTicked.current = rowId;
    },
    [rows, selection],
  );
  const keyActions = useMemo(
    () => ({
      onTick: (rowId: string, isRange: boolean) => tick(rowId, isRange || !selection.isSelected(rowId), isRange),
      onOpen,
      onExpand: (row: HTMLElement) => row.querySelector<HTMLElement>('[data-expands-row]')?.click(),
    }),
    [tick, selection, onOpen],
  );
  useRowKeys(region, rows, keyActions);

  const selectedCount = rows.filter((row) => selection.isSelected(row.id)).length;
  const isAll = rows.length > 0 && selectedCount === rows.length;

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={region} className={styles.region} aria-label={label} aria-busy={isPending} tabIndex={0}>
      <table
        className={styles.table}
        style={{ '--table-width': `${TICK_WIDTH_PX + table.getTotalSize()}px` } as CSSProperties}
        data-is-pending={isPending}
      >
        <colgroup>
          <col style={widthStyle(TICK_WIDTH_PX)} />
          {headers.map((header) => (
            <col key={header.id} style={byId.get(header.id)?.isElastic ? undefined : widthStyle(header.getSize())} />
          ))}
          {visible.some((column) => column.isElastic) ? null : <col />}
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className={`${head.head} ${head.tick}`}>
              <label className={head.tickArea}>
                <input
                  type="checkbox"
                  aria-label="Select every row of this page"
                  checked={isAll}
                  disabled={rows.length === 0}
                  ref={(box) => {
                    if (box !== null) box.indeterminate = selectedCount > 0 && !isAll;
                  }}
                  onChange={() =>
                    selection.set(
                      rows.map((row) => row.id),
                      !isAll,
                    )
                  }
                />
              </label>
            </th>
            {headers.map((header) => {
              const column = byId.get(header.id);
              return column === undefined ? null : (
                <ColumnHeader key={header.id} table={table} header={header} column={column} />
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DataRow
              key={row.id}
              row={row}
              columns={visible}
              isSelected={selection.isSelected(row.id)}
              isOpen={row.id === openRowId}
              onTick={tick}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <div className={styles.empty}>{empty}</div> : null}
    </section>
  );
}

// By a variable, so that print and narrow screens can do without.
function widthStyle(widthPx: number): CSSProperties {
  return { '--column-width': `${widthPx}px` } as CSSProperties;
}

function idsBetween(rows: TableRow[], one: string, other: string): string[] {
  const places = [one, other].map((id) => rows.findIndex((row) => row.id === id));
  const [from = -1, to = -1] = places.toSorted((a, b) => a - b);
  return from === -1 ? [other] : rows.slice(from, to + 1).map((row) => row.id);
}
