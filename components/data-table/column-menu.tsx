'use client';

import { Popover } from '@mantine/core';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import styles from './column-menu.module.css';
import type { ColumnTable } from './use-columns.ts';

/** Which columns are shown, and the way back to how it was. */
export function ColumnMenu({ table }: { table: ColumnTable }) {
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide());
  const hiddenCount = columns.filter((column) => !column.getIsVisible()).length;
  return (
    <Popover
      position="top-end"
      classNames={{ dropdown: menu.dropdown }}
      trapFocus
      returnFocus
      transitionProps={{ duration: 100 }}
    >
      <Popover.Target>
        <Button kind="quiet" className={styles.trigger}>
          Columns{hiddenCount === 0 ? '' : ` · ${hiddenCount} hidden`}
          <Icon name="chevron" />
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
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
      </Popover.Dropdown>
    </Popover>
  );
}
