'use client';

import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import styles from './column-menu.module.css';
import type { ColumnTable } from './use-columns.ts';

/** Which columns are shown, and the way back to how it was. */
export function ColumnMenu({ table }: { table: ColumnTable }) {
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide());
  const hiddenCount = columns.filter((column) => !column.getIsVisible()).length;
  return (
    <Dropdown
      kind="quiet"
      className={styles.trigger}
      position="top-end"
      label="Columns"
      button={
        <>
          Columns{hiddenCount === 0 ? '' : ` · ${hiddenCount} hidden`}
          <Icon name="chevron" />
        </>
      }
    >
      {() => (
        <>
          {columns.map((column) => (
            <label key={column.id} className={menu.item}>
              <input
                type="checkbox"
                checked={column.getIsVisible()}
                onChange={(event) => column.toggleVisibility(event.target.checked)}
              />
              {String(column.columnDef.header)}
            </label>
          ))}
          <hr className={menu.divider} />
          <button
            type="button"
            className={menu.item}
            onClick={() => {
              table.resetColumnSizing(true);
              table.resetColumnVisibility(true);
            }}
          >
            Show all, at their own width
          </button>
        </>
      )}
    </Dropdown>
  );
}
