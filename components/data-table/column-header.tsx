'use client';

import type { Header } from '@tanstack/react-table';
import type { KeyboardEvent } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from './column-header.module.css';
import type { TableColumn, TableRow } from './types.ts';
import type { ColumnFeatures, ColumnTable } from './use-columns.ts';

const STEP_PX = 16;

type ColumnHeaderProps = { table: ColumnTable; header: Header<ColumnFeatures, TableRow>; column: TableColumn };

/** A column's name, its order by click, and its edge, which mouse, finger and arrow keys can move. */
export function ColumnHeader({ table, header, column }: ColumnHeaderProps) {
  const widthPx = header.getSize();

  function moveEdge(event: KeyboardEvent) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    const stepPx = event.key === 'ArrowLeft' ? -STEP_PX : STEP_PX;
    const nextPx = Math.max(column.minWidth ?? 0, widthPx + stepPx);
    table.setColumnSizing((sizes) => ({ ...sizes, [column.id]: nextPx }));
  }

  return (
    <th
      scope="col"
      aria-label={column.label}
      className={styles.head}
      data-column={column.id}
      data-align={column.align}
      data-is-fixed={column.isFixed}
      aria-sort={column.sort === null ? undefined : (column.sort.direction ?? 'none')}
    >
      {column.sort === null ? (
        <span className={styles.headLabel}>{column.label}</span>
      ) : (
        <SoftLink className={styles.sort} href={column.sort.href} data-direction={column.sort.direction}>
          <span className={styles.headLabel}>{column.label}</span>
          <Icon name="sort" />
        </SoftLink>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a rule can't be focused and moved */}
      <span
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Width of ${column.label}`}
        aria-valuenow={widthPx}
        aria-valuemin={column.minWidth ?? 0}
        className={styles.edge}
        data-is-moving={header.column.getIsResizing()}
        onMouseDown={(event) => {
          // Else the browser marks text, and takes the next move for a drag of what is marked.
          event.preventDefault();
          header.getResizeHandler()(event);
        }}
        onTouchStart={header.getResizeHandler()}
        onDoubleClick={() => header.column.resetSize()}
        onKeyDown={moveEdge}
      />
    </th>
  );
}
