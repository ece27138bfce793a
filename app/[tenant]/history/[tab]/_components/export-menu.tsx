'use client';

import { useRef, useState } from 'react';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import styles from './export.module.css';
import { beginExport } from './export-store.ts';

/** Everything that matches the filters, not the page alone, as a file. `href` is where the export of the list is. */
export function ExportMenu({ href }: { href: string }) {
  const frame = useRef<HTMLSpanElement>(null);
  const [sheets, setSheets] = useState({ attempts: false, lines: false });
  const open = () => frame.current?.querySelector('button')?.click();
  useShortcuts([{ keys: ['e'], what: 'Export to Excel', group: 'List', run: open }]);

  return (
    <span ref={frame} className={styles.menu}>
      <Dropdown
        kind="quiet"
        className={styles.trigger}
        position="top-end"
        label="Export to Excel"
        button={
          <>
            <span>
              Export<span className={styles.wide}> to Excel</span>
            </span>
            <Icon name="chevron" />
          </>
        }
      >
        {(close) => (
          <div className={styles.choices}>
            <Choice
              label="Excel"
              what="All that match, with totals"
              href={hrefWith(href, { format: 'xlsx', ...sheets })}
              onPick={close}
            />
            <label className={menu.item}>
              <input
                type="checkbox"
                checked={sheets.attempts}
                onChange={(event) => setSheets({ ...sheets, attempts: event.target.checked })}
              />
              with a sheet of attempts
            </label>
            <label className={menu.item}>
              <input
                type="checkbox"
                checked={sheets.lines}
                onChange={(event) => setSheets({ ...sheets, lines: event.target.checked })}
              />
              with a sheet of lines
            </label>
            <hr className={menu.divider} />
            <Choice
              label="CSV"
              what="All that match, one table"
              href={hrefWith(href, { format: 'csv' })}
              onPick={close}
            />
          </div>
        )}
      </Dropdown>
    </span>
  );
}

type ChoiceProps = { label: string; what: string; href: string; onPick: () => void };

/** A link to the file itself; where scripts run, its making is shown too. */
function Choice({ label, what, href, onPick }: ChoiceProps) {
  return (
    <a
      className={menu.item}
      href={href}
      download
      onClick={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onPick();
        void beginExport(href);
      }}
    >
      {label}
      <span className={styles.what}>{what}</span>
    </a>
  );
}

function hrefWith(href: string, wish: { format: string; attempts?: boolean; lines?: boolean }): string {
  const [path = '', query] = href.split('?');
  const params = new URLSearchParams(query);
  params.set('format', wish.format);
  if (wish.attempts === true) params.set('attempts', '1');
  if (wish.lines === true) params.set('lines', '1');
  return `${path}?${params}`;
}
