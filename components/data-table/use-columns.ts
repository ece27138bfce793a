'use client';

import {
  type ColumnDef,
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type ReactTable,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type ColumnPreferences, MAX_WIDTH_PX, MIN_WIDTH_PX, orderColumns } from './column-preferences.ts';
import type { TableColumn, TableRow } from './types.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
});

export type ColumnFeatures = typeof features;
export type ColumnTable = ReactTable<ColumnFeatures, TableRow>;

type ColumnsKept = {
  /** Whose columns these are; those of another one begin anew with its own. */
  id: string;
  initial: ColumnPreferences;
  onChange: (preferences: ColumnPreferences) => void;
};

/**
 * Keeps which columns are shown, in what order and how wide; tells about a change once it is made, not while the mouse
 * still drags.
 */
export function useColumns(columns: TableColumn[], rows: TableRow[], kept: ColumnsKept): ColumnTable {
  const [columnOrder, setColumnOrder] = useState(kept.initial.order);
  const definitions = useMemo<ColumnDef<ColumnFeatures, TableRow>[]>(
    () =>
      orderColumns(columns, columnOrder).map((column) => ({
        id: column.id,
        header: column.label,
        size: column.width,
        minSize: column.minWidth ?? MIN_WIDTH_PX,
        maxSize: MAX_WIDTH_PX,
        enableHiding: column.isFixed !== true,
      })),
    [columns, columnOrder],
  );
  const [shownId, setShownId] = useState(kept.id);
  const [columnVisibility, setColumnVisibility] = useState(() => visibilityOf(kept.initial));
  const [columnSizing, setColumnSizing] = useState<Record<string, number>>(kept.initial.widths);
  if (shownId !== kept.id) {
    setShownId(kept.id);
    setColumnVisibility(visibilityOf(kept.initial));
    setColumnSizing(kept.initial.widths);
    setColumnOrder(kept.initial.order);
  }

  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    columnResizeMode: 'onChange',
    // Whole, also where what was kept names only some: the table would put the others last.
    state: { columnVisibility, columnSizing, columnOrder: columnOrder.length === 0 ? [] : definitions.map(idOf) },
    onColumnOrderChange: setColumnOrder,
    onColumnVisibilityChange: setColumnVisibility,
    onColumnSizingChange: setColumnSizing,
  });

  const isResizing = table.state.columnResizing.isResizingColumn !== false;
  const { onChange } = kept;
  const told = useRef({ id: kept.id, columnVisibility, columnSizing, columnOrder });
  useEffect(() => {
    const before = told.current;
    if (isResizing) return;
    told.current = { id: shownId, columnVisibility, columnSizing, columnOrder };
    const isSame =
      before.columnVisibility === columnVisibility &&
      before.columnSizing === columnSizing &&
      before.columnOrder === columnOrder;
    if (before.id === shownId && !isSame) onChange(preferencesIn({ columnVisibility, columnSizing, columnOrder }));
  }, [shownId, columnVisibility, columnSizing, columnOrder, isResizing, onChange]);

  return table;
}

/** Gives what the columns of a table are like now, as it can be kept. */
export function preferencesOf(table: ColumnTable): ColumnPreferences {
  return preferencesIn(table.state);
}

/** Has a table's columns be like these. */
export function showColumns(table: ColumnTable, preferences: ColumnPreferences): void {
  table.setColumnVisibility(visibilityOf(preferences));
  table.setColumnSizing(preferences.widths);
  table.setColumnOrder(preferences.order);
}

function idOf({ id }: { id?: string }): string {
  return id ?? '';
}

function visibilityOf({ hidden }: ColumnPreferences): Record<string, boolean> {
  return Object.fromEntries(hidden.map((id) => [id, false]));
}

type ColumnState = {
  columnVisibility: Record<string, boolean>;
  columnSizing: Record<string, number>;
  columnOrder: string[];
};

function preferencesIn({ columnVisibility, columnSizing, columnOrder }: ColumnState): ColumnPreferences {
  const hidden = Object.keys(columnVisibility).filter((id) => columnVisibility[id] === false);
  return { hidden, widths: columnSizing, order: columnOrder };
}
