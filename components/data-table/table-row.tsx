'use client';

import { type MouseEvent, memo } from 'react';
import styles from './table-row.module.css';
import type { TableColumn, TableRow } from './types.ts';

type DataRowProps = {
  row: TableRow;
  columns: TableColumn[];
  isSelected: boolean;
  isOpen: boolean;
  onTick: (rowId: string, isSelected: boolean, isRange: boolean) => void;
  onOpen: (row: TableRow) => void;
};

/** One row. A click anywhere opens it, unless it was meant for something inside, or marked text. */
export const DataRow = memo(function DataRow({ row, columns, isSelected, isOpen, onTick, onOpen }: DataRowProps) {
  function openUnlessMeantForSomethingElse(event: MouseEvent<HTMLTableRowElement>) {
    const target = event.target as Element;
    if (target.closest('a, button, input, label, [data-keeps-click]') !== null) return;
    if (window.getSelection()?.toString() !== '') return;
    onOpen(row);
  }

  return (
    <tr
      className={styles.row}
      data-row-id={row.id}
      data-is-selected={isSelected}
      data-is-open={isOpen}
      tabIndex={-1}
      onClick={openUnlessMeantForSomethingElse}
    >
      <td className={styles.tick}>
        <label className={styles.tickArea}>
          <input
            type="checkbox"
            checked={isSelected}
            aria-label={`Select ${row.label}`}
            onChange={(event) => {
              const isRange = (event.nativeEvent as unknown as globalThis.MouseEvent).shiftKey === true;
              onTick(row.id, event.target.checked, isRange);
            }}
          />
        </label>
      </td>
      {columns.map((column) => (
        <td
          key={column.id}
          className={styles.cell}
          data-column={column.id}
          data-align={column.align}
          data-is-fixed={column.isFixed}
          data-narrow={column.narrow}
        >
          {row.cells[column.id]}
        </td>
      ))}
    </tr>
  );
});
