'use client';

import { lazy, Suspense, useLayoutEffect, useState } from 'react';
import { isBusyElsewhere, isDialogOpen } from './key-target.ts';
import { chordOf } from './shortcut.ts';
import { shortcutRegistry } from './shortcut-registry.ts';
import { useShortcuts } from './use-shortcuts.ts';

const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'));

/** Listens for every shortcut of the product, and shows the list of them. Stands once in the frame. */
export function ShortcutListener() {
  const [help, setHelp] = useState<'never' | 'open' | 'closed'>('never');

  useLayoutEffect(() => {
    const isApple = isAppleMachine();
    const onKeyDown = (event: KeyboardEvent) => press(event, isApple);
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  useShortcuts([{ keys: ['?'], what: 'This list of keys', group: 'Everywhere', run: () => setHelp('open') }]);

  if (help === 'never') return null;
  return (
    <Suspense fallback={null}>
      <ShortcutHelp isOpen={help === 'open'} onClose={() => setHelp('closed')} isApple={isAppleMachine()} />
    </Suspense>
  );
}

/** Says whether the command key of this machine is ⌘. */
export function isAppleMachine(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

function press(event: KeyboardEvent, isApple: boolean): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event, isApple);
  const shortcut = chord === null ? null : shortcutRegistry.find(chord);
  if (chord === null || shortcut === null) return;

  const target = event.target instanceof Element ? event.target : document.body;
  // With ⌘ or Ctrl a key writes nothing, so it works in a field too.
  const isMeantForOther = chord.startsWith('Mod+') ? isDialogOpen() : isBusyElsewhere(target, shortcut.layer);
  if (isMeantForOther || shortcut.isEnabled?.({ chord, target }) === false) return;
  event.preventDefault();
  if (!event.repeat || shortcut.isRepeated === true) shortcut.run({ chord, target });
}
