'use client';

import { usePathname } from 'next/navigation';
import { TabLinks } from '#components/ui/tab-links.tsx';

const TABS = [
  { label: 'General', path: '' },
  { label: 'People', path: '/people' },
  { label: 'API keys', path: '/keys' },
  { label: 'Hooks', path: '/hooks' },
  { label: 'Webhooks', path: '/webhooks' },
  { label: 'Notices', path: '/notices' },
  { label: 'Reference data', path: '/reference' },
  { label: 'Jobs', path: '/jobs' },
];

/** The screens of the settings. */
export function SettingsTabs({ tenant }: { tenant: string }) {
  const pathname = usePathname();
  return (
    <TabLinks
      label="Settings"
      tabs={TABS.map(({ label, path }) => {
        const href = `/${tenant}/settings${path}`;
        // What lies below one, such as a hook's mapping, belongs to it; General lies above them all.
        const isBelow = path !== '' && pathname.startsWith(`${href}/`);
        return { href, isCurrent: pathname === href || isBelow, face: label };
      })}
    />
  );
}
