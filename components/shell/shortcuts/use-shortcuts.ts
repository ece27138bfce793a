'use client';

import { useLayoutEffect } from 'react';
import type { Shortcut } from './shortcut.ts';
import { type ShortcutLayer, shortcutRegistry } from './shortcut-registry.ts';

/**
 * Declares what keys do while a component is on the screen; the help lists them as long, and the palette offers them.
 * They never fire while somebody types or a menu or dialog is open. Pass `null` where the person may not do it.
 *
 *     useShortcuts([{ keys: ['e'], what: 'Export to Excel', group: 'List', run: () => setIsOpen(true) }]);
 *
 * A key that another component of the same layer declares throws: a key has one meaning.
 */
export function useShortcuts(shortcuts: readonly Shortcut[] | null, layer: ShortcutLayer = 'screen'): void {
  // With every drawing: what is run is never older than what is seen, and what is hidden has no keys.
  useLayoutEffect(() => (shortcuts === null ? undefined : shortcutRegistry.add(shortcuts, layer)));
}
