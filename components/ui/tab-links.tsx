import type { ReactNode } from 'react';
import { SoftLink } from './soft-link.tsx';
import styles from './tab-links.module.css';

type TabLinksProps = {
  label: string;
  tabs: readonly { href: string; isCurrent: boolean; face: ReactNode }[];
};

/** Screens side by side, each under its own address. */
export function TabLinks({ label, tabs }: TabLinksProps) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ href, isCurrent, face }) => (
        <SoftLink key={href} className={styles.tab} href={href} aria-current={isCurrent ? 'page' : undefined}>
          {face}
        </SoftLink>
      ))}
    </nav>
  );
}
