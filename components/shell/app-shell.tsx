import type { ReactNode } from 'react';
import styles from './app-shell.module.css';

type AppShellProps = {
  /** The name that leads home. */
  brand: ReactNode;
  navigation: ReactNode;
  /** What opens the navigation where it is folded away. */
  menuButton: ReactNode;
  breadcrumb: ReactNode;
  tools: ReactNode;
  children: ReactNode;
};

/** The frame of every screen: navigation at the left, where one is and one's own menus above, the screen below. */
export function AppShell({ brand, navigation, menuButton, breadcrumb, tools, children }: AppShellProps) {
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <nav className={styles.side} aria-label="Tieout">
        <div className={styles.brand}>{brand}</div>
        {navigation}
      </nav>
      <header className={styles.top}>
        <div className={styles.menuButton}>{menuButton}</div>
        <div className={styles.breadcrumb}>{breadcrumb}</div>
        <div className={styles.tools}>{tools}</div>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
