'use client';

import { useMantineColorScheme } from '@mantine/core';
import { usePathname } from 'next/navigation';
import { useMemo } from 'react';
import type { Command } from '#components/shell/palette/command.ts';
import { useCommands } from '#components/shell/palette/command-registry.ts';
import { PaletteButton } from '#components/shell/palette/palette-button.tsx';
import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { THEMES } from '#components/shell/theme-menu.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import type { Permission } from '#lib/access/permissions.ts';
import { KIND_LABEL, type Kind, STATUS_LABEL, type SyncStatus } from '#lib/records/kinds.ts';
import { navigationGroups } from './tenant-screens.ts';

type TenantPaletteProps = {
  tenant: string;
  permissions: readonly Permission[];
  tenants: { slug: string; name: string; href: string }[];
  signOut: () => Promise<void>;
};

type FoundRecord = {
  id: string;
  kind: Kind;
  number: string;
  referenceNumber: string | null;
  party: string | null;
  syncStatus: SyncStatus;
};

/** The palette with what can be done on every screen of a tenant. */
export function TenantPalette({ tenant, permissions, tenants, signOut }: TenantPaletteProps) {
  const { navigate } = useNavigation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const path = usePathname();

  const problems = `/${tenant}/problems`;
  useShortcuts(
    permissions.includes('problem:read')
      ? [{ keys: ['Shift+p'], what: 'Go to the problems', group: 'Everywhere', run: () => navigate(problems) }]
      : null,
  );

  useCommands(
    () => [
      ...navigationGroups(tenant, path, permissions).flatMap(({ items }) =>
        items.map(({ label, href, keywords, isCurrent }) => ({
          id: `screen-${href}`,
          label,
          group: 'Go to',
          keywords,
          isCurrent,
          run: () => navigate(href),
        })),
      ),
      {
        id: 'api-reference',
        label: 'API reference',
        group: 'Go to',
        keywords: 'documentation openapi rest sync job calls',
        run: () => window.location.assign('/docs/api'),
      },
      ...tenants
        .filter(({ slug }) => slug !== tenant)
        .map(({ slug, name, href }) => ({
          id: `tenant-${slug}`,
          label: name,
          group: 'Business',
          keywords: 'switch tenant company',
          run: () => window.location.assign(href),
        })),
      ...THEMES.map(({ value, label }) => ({
        id: `theme-${value}`,
        label,
        group: 'Theme',
        keywords: 'appearance colour',
        isCurrent: value === colorScheme,
        run: () => setColorScheme(value),
      })),
      { id: 'sign-out', label: 'Sign out', group: 'Account', keywords: 'log out leave', run: () => void signOut() },
    ],
    0,
  );

  const findRecords = useMemo(() => {
    if (!permissions.includes('record:read')) return null;
    return async (text: string, signal: AbortSignal): Promise<Command[]> => {
      const response = await fetch(`/${tenant}/records/find?${new URLSearchParams({ q: text })}`, {
        signal,
        cache: 'no-store',
      });
      if (!response.ok) throw new Error(`Looking for records was answered with ${response.status}`);
      const { found } = (await response.json()) as { found: FoundRecord[] };
      return found.map(({ id, kind, number, referenceNumber, party, syncStatus }) => ({
        id: `record-${id}`,
        label: number,
        group: 'Records',
        hint: [KIND_LABEL[kind].one, STATUS_LABEL[syncStatus], party, referenceNumber].filter(Boolean).join(' · '),
        run: () => navigate(`/${tenant}/records/${id}`),
      }));
    };
  }, [tenant, permissions, navigate]);

  return <PaletteButton findMore={findRecords} moreLabel="Records" />;
}
