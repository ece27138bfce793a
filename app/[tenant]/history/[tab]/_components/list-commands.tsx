'use client';

import type { Command } from '#components/shell/palette/command.ts';
import { useCommands } from '#components/shell/palette/command-registry.ts';
import { useNavigation } from '#components/ui/soft-link.tsx';

export type ListCommand = Pick<Command, 'label' | 'group' | 'isCurrent'> & { href: string };

/** Offers a list's other tabs, statuses, ranges and views in the palette. Shows nothing. */
export function ListCommands({ commands }: { commands: ListCommand[] }) {
  const { navigate } = useNavigation();
  useCommands(() =>
    commands.map(({ href, ...command }, place) => ({
      ...command,
      id: `list-${place}`,
      run: () => navigate(href),
    })),
  );
  return null;
}
