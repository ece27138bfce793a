'use client';

import { useEffect, useState } from 'react';
import { isBusyElsewhere } from '#components/data-table/use-row-keys.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import styles from './shortcuts.module.css';

const KEYS: [keys: string[], what: string][] = [
  [['/'], 'Search'],
  [['j', '↓'], 'Next record'],
  [['k', '↑'], 'Previous record'],
  [['o', 'Enter'], 'Open the record'],
  [['e'], 'Unfold its message'],
  [['x'], 'Select it'],
  [['Esc'], 'Close'],
  [['?'], 'This list'],
];

/** The keys of the whole list, and the list of all keys. */
export function Shortcuts() {
  const [isHelpOpen, setIsHelpOpen] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isBusyElsewhere(event.target))
        return;
      if (event.key === '/') document.getElementById('search')?.focus();
      else if (event.key === '?') setIsHelpOpen(true);
      else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <Sheet label="Keys" side="center" isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)}>
      <div className={styles.head}>
        <h2>Keys</h2>
        <Button kind="quiet" isSquare aria-label="Close" onClick={() => setIsHelpOpen(false)}>
          <Icon name="close" />
        </Button>
      </div>
      <dl className={styles.keys}>
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
