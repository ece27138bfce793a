'use client';

import { IconMenu2 } from '@tabler/icons-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Brand } from '#components/shell/brand.tsx';
import { Breadcrumb } from '#components/shell/breadcrumb.tsx';
import { NavigationBadge } from '#components/shell/navigation-badge.tsx';
import { SideNavigation } from '#components/shell/side-navigation.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { Permission } from '#lib/access/permissions.ts';
import { crumbsOf, navigationGroups } from './tenant-screens.ts';

type TenantNavigationProps = {
  tenant: string;
  permissions: readonly Permission[];
  /** How much waits in the inbox, in words; null for nothing. */
  waiting: Promise<string | null>;
  /** How many problems are neither solved nor muted, in words; null for none. */
  unsolved: Promise<string | null>;
  /** How many connections are lost or broken, in words; null for none. */
  troubled: Promise<string | null>;
  /** How many duplicates nobody has decided about, in words; null for none. */
  duplicates: Promise<string | null>;
  onPick?: () => void;
};

/** The navigation at the left, with the screen one is on marked. */
export function TenantNavigation({
  tenant,
  permissions,
  waiting,
  unsolved,
  troubled,
  duplicates,
  onPick,
}: TenantNavigationProps) {
  const badges: Record<string, ReactNode> = {
    [`/${tenant}/inbox`]: <NavigationBadge count={waiting} />,
    [`/${tenant}/duplicates`]: <NavigationBadge count={duplicates} word="to look at" />,
    [`/${tenant}/problems`]: <NavigationBadge count={unsolved} word="not solved" />,
    [`/${tenant}/connections`]: <NavigationBadge count={troubled} word="not working" />,
  };
  const groups = navigationGroups(tenant, usePathname(), permissions).map(({ label, items }) => ({
    label,
    items: items.map((item) => ({ ...item, badge: badges[item.href] })),
  }));
  return <SideNavigation groups={groups} onPick={onPick} />;
}

/** The same folded away, for a narrow screen. */
export function FoldedNavigation(props: Omit<TenantNavigationProps, 'onPick'>) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" isSquare aria-label="Screens" onClick={() => setIsOpen(true)}>
        <IconMenu2 size={20} stroke={1.6} />
      </Button>
      <Sheet label="Screens" side="left" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div style={{ padding: '0 8px 16px' }}>
          <Brand />
        </div>
        <TenantNavigation {...props} onPick={() => setIsOpen(false)} />
      </Sheet>
    </>
  );
}

/** Where one is, from the address. */
export function TenantBreadcrumb({ tenant }: { tenant: string }) {
  return <Breadcrumb crumbs={crumbsOf(tenant, usePathname())} />;
}
