'use client';

import { useSyncExternalStore } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ChordKeys } from './chord-keys.tsx';
import { SHORTCUT_GROUPS } from './shortcut.ts';
import styles from './shortcut-help.module.css';
import { shortcutRegistry } from './shortcut-registry.ts';

type ShortcutHelpProps = { isOpen: boolean; onClose: () => void; isApple: boolean };

/** What keys do on the screen that is open, and nothing else. */
export default function ShortcutHelp({ isOpen, onClose, isApple }: ShortcutHelpProps) {
  const { subscribe, list } = shortcutRegistry;
  const shortcuts = useSyncExternalStore(subscribe, list, list);
  const groups = SHORTCUT_GROUPS.map((group) => ({
    group,
    shortcuts: shortcuts.filter((shortcut) => shortcut.group === group),
  }));
  return (
    <Sheet label="Keys" side="center" isOpen={isOpen} onClose={onClose}>
      <div className={styles.head}>
        <h2>Keys</h2>
        <Button kind="quiet" isSquare aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      {groups
        .filter((group) => group.shortcuts.length > 0)
        .map((group) => (
          <section key={group.group} aria-label={group.group}>
            <h3 className={styles.group}>{group.group}</h3>
            <dl className={styles.keys}>
              {group.shortcuts.map(({ keys, what }) => (
                <div key={keys[0]}>
                  <dt>
                    {keys.map((chord) => (
                      <ChordKeys key={chord} chord={chord} isApple={isApple} />
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </Sheet>
  );
}
