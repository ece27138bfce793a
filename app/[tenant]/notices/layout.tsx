import type { ReactNode } from 'react';
import styles from './_components/notices.module.css';
import { NoticesTabs } from './_components/notices-tabs.tsx';

type NoticesLayoutProps = { children: ReactNode; params: Promise<{ tenant: string }> };

/** The way between one's notices and one's choices. It decides nothing: each page asks for its own permission. */
export default async function NoticesLayout({ children, params }: NoticesLayoutProps) {
  const { tenant } = await params;
  return (
    <>
      <NoticesTabs tenant={tenant} />
      <div className={styles.page}>{children}</div>
    </>
  );
}
