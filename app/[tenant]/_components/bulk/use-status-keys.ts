'use client';

import { actLabel } from '#components/bulk/bulk-words.ts';
import type { Press } from '#components/shell/shortcuts/shortcut.ts';
import type { ShortcutLayer } from '#components/shell/shortcuts/shortcut-registry.ts';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import type { OpenedAct } from '#lib/bulk/bulk-contract.ts';
import { STATUS_CHOICES } from './status-menu.tsx';

type StatusKeys = {
  group: 'Selection' | 'Record';
  layer: ShortcutLayer;
  onPick: (act: OpenedAct, press: Press) => void;
  isEnabled?: (press: Press) => boolean;
};

/** The keys that move records to another status: p, c and f. Null where the person may not. */
export function useStatusKeys(keys: StatusKeys | null): void {
  useShortcuts(
    keys === null
      ? null
      : STATUS_CHOICES.map(({ act, key }) => ({
          keys: [key],
          what: actLabel(act),
          group: keys.group,
          isEnabled: keys.isEnabled,
          run: (press: Press) => keys.onPick(act, press),
        })),
    keys?.layer,
  );
}
