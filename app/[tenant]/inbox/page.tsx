import type { Metadata } from 'next';
import { formatCount } from '#components/sync/format-money.ts';
import { formatDayRange, nameOfZone } from '#components/sync/format-time.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { dayOf } from '#lib/core/dates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { totalOf } from '#lib/inbox/count-inbox.ts';
import { INBOX_PARTS } from '#lib/inbox/inbox-contract.ts';
import { listSourceNames } from '#lib/sources/list-source-names.ts';
import { LiveRefresh } from '../_components/live-refresh.tsx';
import { datePresets, isSameRange } from '../history/[tab]/date-presets.ts';
import { type RawSearchParams, toQueryText } from '../history/[tab]/search-params.ts';
import styles from './_components/inbox.module.css';
import { InboxFilters } from './_components/inbox-filters.tsx';
import { InboxList } from './_components/inbox-list.tsx';
import { PART_WORDS, STATE_WORDS } from './inbox-words.ts';
import { loadInbox } from './load-inbox.ts';
import { inboxHref, parseInboxParams } from './search-params.ts';

type InboxPageProps = { params: Promise<{ tenant: string }>; searchParams: Promise<RawSearchParams> };

export const metadata: Metadata = { title: 'Inbox' };

/** What came in and is in no list, until somebody decides about it: nothing that a job reported is lost. */
export default async function InboxPage({ params, searchParams }: InboxPageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/inbox${toQueryText(raw)}`);
  const { state, notices } = parseInboxParams(raw);
  const [{ items: shown, counts, notice }, sources] = await Promise.all([loadInbox(ctx, state), listSourceNames(ctx)]);
  const { locale, timeZone } = ctx.tenant;
  const { show, page } = shown;
  const { filter } = state;
  const words = PART_WORDS[show];
  const total = totalOf(counts);
  const today = dayOf(new Date(), timeZone);
  const hrefOf = (change: Partial<typeof filter>) =>
    inboxHref(tenant, { show, filter: { ...filter, ...change }, cursor: null });
  const hrefAt = (cursor: string | null) => inboxHref(tenant, { show, filter, cursor });
  const isNarrowed = filter.from !== null || filter.to !== null || filter.source !== null;
  const said = notice === null ? notices : [...notices, notice];
  return (
    <div className={styles.page}>
      {said.length === 0 ? null : (
        <Notice>
          {said.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </Notice>
      )}
      <header className={styles.top}>
        <div>
          <h1>Inbox</h1>
          <p className={styles.quiet}>
            {filter.state === 'waiting' && !isNarrowed
              ? total.count === 0
                ? 'Nothing waits. Everything that came in is in a record’s history.'
                : `${formatCount(total.count, locale, total.isExact)} ${total.count === 1 ? 'waits' : 'wait'} for somebody: match, correct or dismiss each.`
              : 'What came in and is in no list.'}
          </p>
        </div>
        <p className={styles.quiet}>Times are {nameOfZone(timeZone, new Date())}</p>
      </header>
      <TabLinks
        label="Parts of the inbox"
        tabs={INBOX_PARTS.map((part) => ({
          href: inboxHref(tenant, { ...state, show: part, cursor: null }),
          isCurrent: part === show,
          face: (
            <>
              {PART_WORDS[part].label}{' '}
              <span className={styles.count}>{formatCount(counts[part].count, locale, counts[part].isExact)}</span>
            </>
          ),
        }))}
      />
      <InboxFilters
        name={words.dated}
        states={(show === 'rejected'
          ? (['waiting', 'settled', 'dismissed'] as const)
          : (['waiting', 'dismissed'] as const)
        ).map((one) => ({
          label: STATE_WORDS[one].label,
          href: hrefOf({ state: one }),
          isCurrent: one === filter.state,
        }))}
        sources={[
          { label: 'Every source', href: hrefOf({ source: null }), isCurrent: filter.source === null },
          ...sources.map(({ slug, name }) => ({
            label: name,
            href: hrefOf({ source: slug }),
            isCurrent: filter.source === slug,
          })),
        ]}
        range={filter}
        rangeLabel={filter.from === null && filter.to === null ? 'At any time' : formatDayRange(filter, locale)}
        ranges={[
          {
            label: 'At any time',
            href: hrefOf({ from: null, to: null }),
            isCurrent: isSameRange(filter, { from: null, to: null }),
          },
          ...datePresets(today).map(({ label, range }) => ({
            label,
            href: hrefOf(range),
            isCurrent: isSameRange(filter, range),
          })),
        ]}
        today={today}
        address={{ tenant, show, filter }}
      />
      {page.items.length > 0 && filter.state === 'waiting' ? <p className={styles.hint}>{words.hint}</p> : null}
      {page.items.length === 0 ? (
        <p className={styles.empty}>
          {filter.state === 'waiting' && !isNarrowed ? words.empty : STATE_WORDS[filter.state].none}
        </p>
      ) : (
        <InboxList
          key={`${show} ${filter.state}`}
          tenant={tenant}
          items={shown}
          state={filter.state}
          formats={{ locale, timeZone }}
          canResolve={ctx.permissions.has('inbox:resolve')}
          canMap={ctx.permissions.has('hook:manage')}
        />
      )}
      {page.items.length === 0 ? null : (
        <div className={styles.pages}>
          <Pager
            previous={{ label: 'First page', href: state.cursor === null ? null : hrefAt(null) }}
            next={{ label: 'Next page', href: page.nextCursor === null ? null : hrefAt(page.nextCursor) }}
          >
            {formatCount(page.position + 1, locale)}–{formatCount(page.position + page.items.length, locale)}
          </Pager>
        </div>
      )}
      <LiveRefresh tenant={tenant} />
    </div>
  );
}
