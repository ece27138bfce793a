import type { Metadata } from 'next';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { TabLinks } from '#components/ui/tab-links.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { getListStates } from '#lib/ledger-lists/get-list-states.ts';
import { ITEM_STATES, LIST_WORDS, type ListState } from '#lib/ledger-lists/list-contract.ts';
import { listItemChanges } from '#lib/ledger-lists/list-item-changes.ts';
import { listLedgerItems } from '#lib/ledger-lists/list-ledger-items.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { ListFilters } from '../_components/list-filters.tsx';
import { ListsHead } from '../_components/lists-head.tsx';
import { orNotFound, PageSteps, readFromStart } from '../_components/page-steps.tsx';
import styles from '../lists.module.css';
import { type ListsState, listsHref, parseLists } from '../lists-address.ts';
import { ChangeTable } from './_components/change-table.tsx';
import { ItemTable } from './_components/item-table.tsx';
import { ListStanding } from './_components/list-standing.tsx';
import { ReadingActs } from './_components/reading-acts.tsx';

type PageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;

export const metadata: Metadata = { title: 'Lists of a ledger' };

/** A ledger's own lists as they were last read, what changed in them, and the way to read them again. */
export default async function ListsPage({ params, searchParams }: PageProps) {
  const [{ tenant, id }, raw] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/connections/${encodeURIComponent(id)}`;
  const asked = parseLists(raw);
  const ctx = await pageContext(tenant, 'connection:read', listsHref(path, asked));
  const found = await orNotFound(getListStates(ctx, id));
  const list = found.lists.find(({ type }) => type === asked.type) as ListState;
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const isNew = list.state === 'never' && found.owner.isConnected;
  const isUnderWay = isNew || list.state === 'running' || list.state === 'waiting';
  return (
    <div className={styles.page}>
      <ListsHead path={path} owner={found.owner} current="lists" zone={nameOfZone(timeZone, new Date())}>
        What {LEDGER_WORDS[found.owner.ledger].name} holds, as Tieout read it last. Names on records and the sources’
        own charts are compared with it.
      </ListsHead>
      <div className={styles.tabs}>
        <TabLinks
          label="Lists"
          tabs={found.lists.map(({ type, counts }) => ({
            href: listsHref(path, { ...asked, type, state: null, search: '', cursor: null }),
            isCurrent: type === asked.type,
            face: (
              <>
                {LIST_WORDS[type].many} <span className={styles.count}>{formatCount(counts.active, locale)}</span>
              </>
            ),
          }))}
        />
      </div>
      <div className={styles.head}>
        <ListStanding list={list} formats={formats} />
        {found.owner.isConnected && ctx.permissions.has('connection:check') ? (
          <ReadingActs
            key={asked.type}
            tenant={tenant}
            connectionId={found.owner.id}
            companyName={found.owner.companyName}
            type={asked.type}
            canManage={ctx.permissions.has('connection:manage')}
          />
        ) : null}
      </div>
      <nav className={styles.choices} aria-label="What of the list">
        {(['entries', 'changes'] as const).map((view) => (
          <SoftLink
            key={view}
            href={listsHref(path, { ...asked, view, cursor: null })}
            aria-current={asked.view === view ? 'true' : undefined}
          >
            {view === 'entries' ? 'Entries' : 'What changed'}
          </SoftLink>
        ))}
      </nav>
      {asked.view === 'entries' ? (
        <Entries ctx={ctx} connectionId={id} path={path} asked={asked} list={list} formats={formats} />
      ) : (
        <Changes ctx={ctx} connectionId={id} path={path} asked={asked} formats={formats} />
      )}
      {isUnderWay ? <RefreshWhile everySeconds={2.5} /> : null}
    </div>
  );
}

type PartProps = { ctx: Ctx; connectionId: string; path: string; asked: ListsState; formats: Formats };

async function Entries({ ctx, connectionId, path, asked, list, formats }: PartProps & { list: ListState }) {
  const page = await readFromStart(asked.cursor, (cursor) =>
    listLedgerItems(ctx, connectionId, asked, { limit: PAGE_SIZE, cursor }),
  );
  const words = LIST_WORDS[asked.type];
  const isNarrowed = asked.search !== '' || asked.state !== null;
  return (
    <>
      <ListFilters
        key={listsHref(path, { ...asked, cursor: null })}
        path={`${path}/lists`}
        kept={{ type: words.slug }}
        search={asked.search}
        placeholder="Name, code, e-mail or id"
      >
        <label>
          <span>State</span>
          <select name="state" defaultValue={asked.state ?? ''}>
            <option value="">Every state</option>
            {ITEM_STATES.map((state) => (
              <option key={state} value={state}>
                {state.charAt(0).toUpperCase() + state.slice(1)} ({formatCount(list.counts[state], formats.locale)})
              </option>
            ))}
          </select>
        </label>
      </ListFilters>
      {page.items.length === 0 ? (
        <p className={styles.empty}>
          {isNarrowed
            ? `No ${words.one} matches. Search for a part of the name, the code or the e-mail address, or for the whole id.`
            : `No ${words.one} is known yet.`}
        </p>
      ) : (
        <>
          <ItemTable items={page.items} formats={formats} />
          <PageSteps page={page} hrefAt={(cursor) => listsHref(path, { ...asked, cursor })} />
        </>
      )}
    </>
  );
}

async function Changes({ ctx, connectionId, path, asked, formats }: PartProps) {
  const page = await readFromStart(asked.cursor, (cursor) =>
    listItemChanges(ctx, connectionId, asked.type, { limit: PAGE_SIZE, cursor }),
  );
  if (page.changes.length === 0) {
    return <p className={styles.empty}>Nothing has changed in this list since it was first read.</p>;
  }
  return (
    <>
      <ChangeTable changes={page.changes} formats={formats} />
      <PageSteps page={page} hrefAt={(cursor) => listsHref(path, { ...asked, cursor })} />
    </>
  );
}
