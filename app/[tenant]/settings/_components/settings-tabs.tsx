'use client';

import { usePathname } from 'next/navigation';
import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from '../settings.module.css';

const TABS = [
  { label: 'General', path: '' },
  { label: 'People', path: '/people' },
  { label: 'API keys', path: '/keys' },
];

/** The screens of the settings. */
export function SettingsTabs({ tenant }: { tenant: string }) {
  const pathname = usePathname();
  return (
    <nav className={styles.tabs} aria-label="Settings">
      {TABS.map(({ label, path }) => {
        const href = `/${tenant}/settings${path}`;
        return (
          <SoftLink key={href} href={href} className={styles.tab} aria-current={pathname === href ? 'page' : undefined}>
            {label}
          </SoftLink>
        );
      })}
    </nav>
  );
}
