'use client';

import { IconSearch } from '@tabler/icons-react';
import { type ComponentProps, lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { Button } from '#components/ui/button.tsx';
import { keyNames } from '../shortcuts/shortcut.ts';
import { isAppleMachine } from '../shortcuts/shortcut-listener.tsx';
import { useShortcuts } from '../shortcuts/use-shortcuts.ts';
import type { Palette } from './palette.tsx';
import styles from './palette-button.module.css';

const CHORD = 'Mod+k';

// Most days most people never open it.
const loadPalette = () => import('./palette.tsx').then((module) => ({ default: module.Palette }));
const LatePalette = lazy(loadPalette);

type PaletteButtonProps = Pick<ComponentProps<typeof Palette>, 'findMore' | 'moreLabel'>;

/** Opens the palette, by a click or ⌘K. */
export function PaletteButton(props: PaletteButtonProps) {
  // Counted, so that one asked for while the one before is just closing is not closed with it.
  const [opened, setOpened] = useState(0);
  const [closed, setClosed] = useState(0);
  const isApple = useSyncExternalStore(neverChanges, isAppleMachine, () => false);
  const open = () => setOpened((count) => count + 1);
  useShortcuts([{ keys: [CHORD], what: 'Commands and records', group: 'Everywhere', run: open }]);

  return (
    <>
      <Button
        kind="quiet"
        className={styles.button}
        aria-label="Commands and records"
        aria-haspopup="dialog"
        title="Commands and records"
        onPointerEnter={() => void loadPalette()}
        onClick={open}
      >
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <span className={styles.keys} aria-hidden="true">
          {keyNames(CHORD, isApple).join(isApple ? '' : ' ')}
        </span>
      </Button>
      {opened > closed ? (
        <Suspense fallback={null}>
          <LatePalette key={opened} {...props} isApple={isApple} onClose={() => setClosed(opened)} />
        </Suspense>
      ) : null}
    </>
  );
}

function neverChanges(): () => void {
  return () => undefined;
}
