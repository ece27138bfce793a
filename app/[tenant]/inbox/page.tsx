import type { Metadata } from 'next';
import { formatCount } from '#components/sync/format-money.ts';
import { formatDayRange, nameOfZone } from '#components/sync/format-time.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { pageContext } from '#lib/http/page-context.ts';
import { INBOX_PARTS, type InboxPart } from '#lib/inbox/inbox-contract.ts';
import { type RawSearchParams, toQueryText } from '../history/[tab]/search-params.ts';
import styles from './_components/inbox.module.css';
import { RejectedItems } from './_components/rejected-items.tsx';
import { UnmatchedAttempts } from './_components/unmatched-attempts.tsx';
import { loadInbox } from './load-inbox.ts';
import { inboxHref, parseInboxParams } from './search-params.ts';

type InboxPageProps = { params: Promise<{ tenant: string }>; searchParams: Promise<RawSearchParams> };

export const metadata: Metadata = { title: 'Inbox' };

const PART_LABEL: Record<InboxPart, string> = { unmatched: 'Attempts without a record', rejected: 'Rejected items' };

/** What came in and is in no list: nothing that a job reported is lost. */
export default async function InboxPage({ params, searchParams }: InboxPageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/inbox${toQueryText(raw)}`);
  const { state, notices } = parseInboxParams(raw);
  const inbox = await loadInbox(ctx, state);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const { items, position, nextCursor } = inbox.page;
  const said = inbox.notice === null ? notices : [...notices, inbox.notice];
  const range = formatDayRange(state.filter, locale);
  const hrefAt = (cursor: string | null) => inboxHref(tenant, { ...state, cursor });
  const isNarrowed = state.filter.from !== null || state.filter.to !== null;
  return (
    <div className={styles.page}>
      {said.length === 0 ? null : (
        <Notice>
          {said.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Notice>
      )}
      <header className={styles.top}>
        <h1>Inbox</h1>
        <p className={styles.quiet}>Times are {nameOfZone(timeZone, new Date())}</p>
      </header>
      <TabLinks
        label="Parts of the inbox"
        tabs={INBOX_PARTS.map((show) => ({
          href: inboxHref(tenant, { ...state, show, cursor: null }),
          isCurrent: show === state.show,
          face: PART_LABEL[show],
        }))}
      />
      <p className={styles.range}>
        {state.show === 'unmatched' ? 'Tried' : 'Last sent'} {isNarrowed ? range : 'at any time'}
        {isNarrowed ? (
          <SoftLink href={inboxHref(tenant, { show: state.show, filter: { from: null, to: null }, cursor: null })}>
            Show all
          </SoftLink>
        ) : null}
      </p>
      {items.length === 0 ? (
        <p className={styles.empty}>
          {state.show === 'unmatched' ? 'Every attempt has its record.' : 'Nothing was rejected.'}
        </p>
      ) : inbox.show === 'unmatched' ? (
        <UnmatchedAttempts attempts={inbox.page.items} formats={formats} />
      ) : (
        <RejectedItems items={inbox.page.items} formats={formats} />
      )}
      {items.length === 0 ? null : (
        <div className={styles.pages}>
          <Pager
            previous={{ label: 'First page', href: state.cursor === null ? null : hrefAt(null) }}
            next={{ label: 'Next page', href: nextCursor === null ? null : hrefAt(nextCursor) }}
          >
            {formatCount(position + 1, locale)}–{formatCount(position + items.length, locale)}
          </Pager>
        </div>
      )}
    </div>
  );
}
