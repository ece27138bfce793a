'use client';

import { useEffect, useRef, useState } from 'react';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import styles from './column-menu.module.css';
import type { ColumnTable } from './use-columns.ts';

/** Which columns are shown and in what order, and the way back to how it was. */
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
      {() => <Columns table={table} />}
    </Dropdown>
  );
}

const STEPS = [
  { by: -1, words: 'left' },
  { by: 1, words: 'right' },
] as const;

function Columns({ table }: { table: ColumnTable }) {
  const all = table.getAllLeafColumns();
  const columns = all.filter((column) => column.getCanHide());
  const pressed = useRef<HTMLButtonElement>(null);
  const [moved, setMoved] = useState('');

  // The button goes where its column goes, and a browser takes the focus away from what is moved.
  useEffect(() => {
    if (moved !== '') pressed.current?.focus();
  }, [moved]);

  function move(id: string, by: number) {
    const ids = columns.map((column) => column.id);
    const [from, to] = [ids.indexOf(id), ids.indexOf(id) + by];
    if (to < 0 || to >= ids.length) return;
    const fixed = all.filter((column) => !column.getCanHide()).map((column) => column.id);
    table.setColumnOrder([...fixed, ...ids.toSpliced(from, 1).toSpliced(to, 0, id)]);
    const name = String(table.getColumn(id)?.columnDef.header);
    setMoved(`${name} is now column ${fixed.length + to + 1} of ${all.length}`);
  }

  return (
    <>
      <ul>
        {columns.map((column, place) => {
          const name = String(column.columnDef.header);
          return (
            <li key={column.id} className={styles.column}>
              <label className={menu.item}>
                <input
                  type="checkbox"
                  checked={column.getIsVisible()}
                  onChange={(event) => column.toggleVisibility(event.target.checked)}
                />
                {name}
              </label>
              {STEPS.map(({ by, words }) => (
                <button
                  key={words}
                  type="button"
                  className={styles.step}
                  data-to={words}
                  aria-label={`Move ${name} ${words}`}
                  title={`Move ${words}`}
                  aria-disabled={place + by < 0 || place + by >= columns.length}
                  onClick={(event) => {
                    pressed.current = event.currentTarget;
                    move(column.id, by);
                  }}
                >
                  <Icon name="chevron" />
                </button>
              ))}
            </li>
          );
        })}
      </ul>
      <p className="visually-hidden" role="status">
        {moved}
      </p>
      <hr className={menu.divider} />
      <button
        type="button"
        className={menu.item}
        onClick={() => {
          table.resetColumnSizing(true);
          table.resetColumnVisibility(true);
          table.resetColumnOrder(true);
        }}
      >
        Show all, in their own order and width
      </button>
    </>
  );
}
