import type { ReactNode } from 'react';
import { SettingsTabs } from './_components/settings-tabs.tsx';
import styles from './settings.module.css';

type SettingsLayoutProps = { children: ReactNode; params: Promise<{ tenant: string }> };

/** The way between the settings' screens. It decides nothing: each page asks for its own permission. */
export default async function SettingsLayout({ children, params }: SettingsLayoutProps) {
  const { tenant } = await params;
  return (
    <>
      <SettingsTabs tenant={tenant} />
      <div className={styles.page}>{children}</div>
    </>
  );
}
