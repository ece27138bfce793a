'use client';

import { useTransition } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Icon, type IconName } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ListedNotice } from '#lib/notices/list-notices.ts';
import { readAllNotices, readNotice } from '../actions.ts';
import styles from './notices.module.css';

type NoticeListProps = {
  tenant: string;
  notices: ListedNotice[];
  olderCursor: string | null;
  isUnreadOnly: boolean;
  isFirstPage: boolean;
  formats: Formats;
  zone: string;
};

/** One's notices: what is unread is marked, what is open still says so. */
export function NoticeList({
  tenant,
  notices,
  olderCursor,
  isUnreadOnly,
  isFirstPage,
  formats,
  zone,
}: NoticeListProps) {
  const [isPending, startTransition] = useTransition();
  const href = `/${tenant}/notices`;
  const filter = isUnreadOnly ? '?show=unread' : '';
  const newest = notices[0];
  return (
    <section className={styles.section} aria-labelledby="notices-title">
      <div className={styles.head}>
        <h1 id="notices-title" className={styles.title}>
          Notices
        </h1>
        {newest !== undefined && notices.some(({ isRead }) => !isRead) ? (
          <Button
            aria-disabled={isPending}
            onClick={() => {
              if (!isPending) startTransition(async () => void (await readAllNotices(tenant, newest.id)));
            }}
          >
            Mark all as read
          </Button>
        ) : null}
      </div>
      <nav className={styles.filters} aria-label="Which notices">
        <SoftLink className={styles.filter} href={href} aria-current={isUnreadOnly ? undefined : 'page'}>
          All
        </SoftLink>
        <SoftLink
          className={styles.filter}
          href={`${href}?show=unread`}
          aria-current={isUnreadOnly ? 'page' : undefined}
        >
          Unread
        </SoftLink>
      </nav>
      {notices.length === 0 ? (
        <p className={styles.empty}>
          {isUnreadOnly ? 'You have read everything.' : 'Nothing was told to you yet. It stands here when it is.'}
        </p>
      ) : (
        <ol className={styles.list}>
          {notices.map((notice) => (
            <NoticeRow key={notice.id} tenant={tenant} notice={notice} formats={formats} />
          ))}
        </ol>
      )}
      <div className={styles.foot}>
        {isFirstPage ? null : (
          <SoftLink className={buttonClass} data-kind="normal" href={`${href}${filter}`}>
            Newest
          </SoftLink>
        )}
        {olderCursor === null ? null : (
          <SoftLink
            className={buttonClass}
            data-kind="normal"
            href={`${href}?${isUnreadOnly ? 'show=unread&' : ''}before=${olderCursor}`}
          >
            Older
          </SoftLink>
        )}
        <span className={styles.zone}>Times are {zone}.</span>
      </div>
    </section>
  );
}

function NoticeRow({ tenant, notice, formats }: { tenant: string; notice: ListedNotice; formats: Formats }) {
  const [isPending, startTransition] = useTransition();
  const { id, title, body, path, createdAt, isRead, isOpen } = notice;
  const { icon, tone, word } = faceOf(notice);
  const read = () => {
    if (!isRead && !isPending) startTransition(async () => void (await readNotice(tenant, id)));
  };
  return (
    <li className={styles.row} data-is-read={isRead}>
      <span className={styles.face} data-tone={tone}>
        <Icon name={icon} />
        <span className="visually-hidden">{word}</span>
      </span>
      <div className={styles.words}>
        <h2 className={styles.name}>
          {path === null ? (
            title
          ) : (
            <SoftLink href={`/${tenant}${path === '' ? '' : `/${path}`}`} onClick={read}>
              {title}
            </SoftLink>
          )}
        </h2>
        {body === '' ? null : <p className={styles.body}>{body}</p>}
        <p className={styles.when}>
          <DateTime instant={createdAt} formats={formats} />
          {isOpen ? <span className={styles.open}>Open still</span> : null}
          {isRead ? null : <span className={styles.unread}>Unread</span>}
        </p>
      </div>
      {isRead ? null : (
        <Button kind="quiet" aria-disabled={isPending} aria-label={`Mark as read: ${title}`} onClick={read}>
          Mark as read
        </Button>
      )}
    </li>
  );
}

function faceOf({ type, severity }: ListedNotice): { icon: IconName; tone: string; word: string } {
  if (type === 'recovery') return { icon: 'complete', tone: 'good', word: 'Over: ' };
  if (severity === 'problem') return { icon: 'failed', tone: 'bad', word: 'Problem: ' };
  if (severity === 'warning') return { icon: 'pending', tone: 'waiting', word: 'Warning: ' };
  return { icon: 'by-hand', tone: 'quiet', word: 'For your information: ' };
}
