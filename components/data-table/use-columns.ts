'use client';

import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type ReactTable,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type ColumnPreferences, MAX_WIDTH_PX, MIN_WIDTH_PX } from './column-preferences.ts';
import type { TableColumn, TableRow } from './types.ts';

const features = tableFeatures({ columnVisibilityFeature, columnSizingFeature, columnResizingFeature });

export type ColumnFeatures = typeof features;
export type ColumnTable = ReactTable<ColumnFeatures, TableRow>;

/** Keeps which columns are shown and how wide; tells about a change once it is made, not while the mouse still drags. */
export function useColumns(
  columns: TableColumn[],
  rows: TableRow[],
  initial: ColumnPreferences,
  onChange: (preferences: ColumnPreferences) => void,
): ColumnTable {
  const definitions = useMemo<ColumnDef<ColumnFeatures, TableRow>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.label,
        size: column.width,
        minSize: column.minWidth ?? MIN_WIDTH_PX,
        maxSize: MAX_WIDTH_PX,
        enableHiding: column.isFixed !== true,
      })),
    [columns],
  );
  const [columnVisibility, setColumnVisibility] = useState<Record<string, boolean>>(() =>
    Object.fromEntries(initial.hidden.map((id) => [id, false])),
  );
  const [columnSizing, setColumnSizing] = useState<Record<string, number>>(initial.widths);

  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    columnResizeMode: 'onChange',
    state: { columnVisibility, columnSizing },
    onColumnVisibilityChange: setColumnVisibility,
    onColumnSizingChange: setColumnSizing,
  });

  const isResizing = table.state.columnResizing.isResizingColumn !== false;
  const isFirst = useRef(true);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    if (isResizing) return;
    const hidden = Object.keys(columnVisibility).filter((id) => columnVisibility[id] === false);
    latest.current({ hidden, widths: columnSizing });
  }, [columnVisibility, columnSizing, isResizing]);

  return table;
}
