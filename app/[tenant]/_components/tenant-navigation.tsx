'use client';

import { IconMenu2 } from '@tabler/icons-react';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Brand } from '#components/shell/brand.tsx';
import { Breadcrumb, type Crumb } from '#components/shell/breadcrumb.tsx';
import { type NavigationGroup, SideNavigation } from '#components/shell/side-navigation.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';

const HISTORY_TITLE = 'Accounting Sync History';

/** The navigation at the left, with the screen one is on marked. */
export function TenantNavigation({ tenant, onPick }: { tenant: string; onPick?: () => void }) {
  return <SideNavigation groups={groupsFor(tenant, usePathname())} onPick={onPick} />;
}

/** The same folded away, for a narrow screen. */
export function FoldedNavigation({ tenant }: { tenant: string }) {
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
        <TenantNavigation tenant={tenant} onPick={() => setIsOpen(false)} />
      </Sheet>
    </>
  );
}

/** Where one is, from the address. */
export function TenantBreadcrumb({ tenant }: { tenant: string }) {
  const [, , screen] = usePathname().split('/');
  return <Breadcrumb crumbs={crumbsFor(tenant, screen)} />;
}

function groupsFor(tenant: string, path: string): NavigationGroup[] {
  const history = `/${tenant}/history`;
  const isHistory = path.startsWith(history) || path.startsWith(`/${tenant}/records`);
  return [
    { label: 'Accounting', items: [{ label: 'Sync history', href: `${history}/invoices`, isCurrent: isHistory }] },
  ];
}

function crumbsFor(tenant: string, screen: string | undefined): Crumb[] {
  switch (screen) {
    case 'history':
      return [{ label: 'Accounting' }, { label: HISTORY_TITLE }];
    case 'records':
      return [
        { label: 'Accounting' },
        { label: HISTORY_TITLE, href: `/${tenant}/history/invoices` },
        { label: 'Record' },
      ];
    default:
      return [];
  }
}
