'use client';

import { usePathname } from 'next/navigation';
import { TabLinks } from '#components/ui/tab-links.tsx';

const TABS = [
  { label: 'General', path: '' },
  { label: 'People', path: '/people' },
  { label: 'API keys', path: '/keys' },
  { label: 'Webhooks', path: '/webhooks' },
];

/** The screens of the settings. */
export function SettingsTabs({ tenant }: { tenant: string }) {
  const pathname = usePathname();
  return (
    <TabLinks
      label="Settings"
      tabs={TABS.map(({ label, path }) => {
        const href = `/${tenant}/settings${path}`;
        return { href, isCurrent: pathname === href || (path !== '' && pathname.startsWith(`${href}/`)), face: label };
      })}
    />
  );
}
