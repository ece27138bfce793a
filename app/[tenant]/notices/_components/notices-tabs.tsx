'use client';

import { usePathname } from 'next/navigation';
import { TabLinks } from '#components/ui/tab-links.tsx';

const TABS = [
  { label: 'Notices', path: 'notices' },
  { label: 'What you are told', path: 'notices/yours' },
  { label: 'Health checks', path: 'connections/reviews' },
];

/** The screens of what one is told. */
export function NoticesTabs({ tenant }: { tenant: string }) {
  const pathname = usePathname();
  return (
    <TabLinks
      label="Notices"
      tabs={TABS.map(({ label, path }) => {
        const href = `/${tenant}/${path}`;
        const isBelow = path === 'connections/reviews' && pathname.startsWith(`${href}/`);
        return { href, isCurrent: pathname === href || isBelow, face: label };
      })}
    />
  );
}
