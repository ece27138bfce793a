import type { ReactNode } from 'react';
import styles from '../../notices/_components/notices.module.css';
import { NoticesTabs } from '../../notices/_components/notices-tabs.tsx';

type ReviewsLayoutProps = { children: ReactNode; params: Promise<{ tenant: string }> };

/** The frame around reviews. It decides nothing: each page asks for its own permission. */
export default async function ReviewsLayout({ children, params }: ReviewsLayoutProps) {
  const { tenant } = await params;
  return (
    <>
      <NoticesTabs tenant={tenant} />
      <div className={styles.page}>{children}</div>
    </>
  );
}
