import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Brand } from '#components/shell/brand.tsx';
import { SkipLink } from '#components/shell/skip-link.tsx';
import { ThemeMenu } from '#components/shell/theme-menu.tsx';
import { IconSprite } from '#components/ui/icon.tsx';
import { CallNavigation } from './_components/call-navigation.tsx';
import { callHref, groupedCalls } from './contract.ts';
import styles from './docs.module.css';

export const metadata: Metadata = { title: { default: 'API reference', template: '%s · Tieout API' } };

/** The frame of the reference: every call at the left, the one that is read beside it. Anybody may read it. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  const groups = groupedCalls().map(({ name, calls }) => ({
    name,
    calls: calls.map((call) => ({ href: callHref(call), method: call.method, label: call.path })),
  }));
  return (
    <div className={styles.shell}>
      <IconSprite />
      <SkipLink />
      <header className={styles.top}>
        <a href="/" aria-label="Tieout, to your business">
          <Brand />
        </a>
        <span className={styles.product}>API reference</span>
        <span className={styles.tools}>
          <a href="/api/v1/openapi.json">openapi.json</a>
          <ThemeMenu />
        </span>
      </header>
      <nav className={styles.side} aria-label="Calls">
        <CallNavigation groups={groups} />
      </nav>
      <details className={styles.folded}>
        <summary>All calls</summary>
        <nav aria-label="All calls">
          <CallNavigation groups={groups} />
        </nav>
      </details>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
