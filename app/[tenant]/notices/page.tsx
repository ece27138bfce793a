import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listNotices } from '#lib/notices/list-notices.ts';
import { NoticeList } from './_components/notice-list.tsx';

export const metadata: Metadata = { title: 'Notices' };

const PAGE_SIZE = 30;

type NoticesPageProps = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What one was told, the newest first. */
export default async function NoticesPage({ params, searchParams }: NoticesPageProps) {
  const { tenant } = await params;
  const { show, before } = await searchParams;
  const ctx = await pageContext(tenant, 'notice:read', `/${tenant}/notices`);
  const isUnreadOnly = show === 'unread';
  const cursor = typeof before === 'string' ? before : null;
  const { notices, olderCursor } = await listNotices(ctx, { isUnreadOnly, cursor, limit: PAGE_SIZE });
  const { locale, timeZone } = ctx.tenant;
  return (
    <NoticeList
      tenant={tenant}
      notices={notices}
      olderCursor={olderCursor}
      isUnreadOnly={isUnreadOnly}
      isFirstPage={cursor === null}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
    />
  );
}
