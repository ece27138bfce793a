import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Brand } from '#components/shell/brand.tsx';
import { SkipLink } from '#components/shell/skip-link.tsx';
import { ThemeMenu } from '#components/shell/theme-menu.tsx';
import { IconSprite } from '#components/ui/icon.tsx';
import styles from './errors.module.css';

export const metadata: Metadata = { title: { default: 'Sync errors', template: '%s · Sync errors' } };

/** The frame of the catalogue of causes. Anybody may read it. */
export default function ErrorsLayout({ children }: { children: ReactNode }) {
  return (
    <div className={styles.shell}>
      <IconSprite />
      <SkipLink />
      <header className={styles.top}>
        <a href="/" aria-label="Tieout, to your business">
          <Brand />
        </a>
        <a className={styles.product} href="/errors">
          Sync errors
        </a>
        <span className={styles.tools}>
          <ThemeMenu />
        </span>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
