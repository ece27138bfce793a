import type { Metadata } from 'next';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { type SearchState, TABS, type Tab } from '#lib/duplicates/duplicate-contract.ts';
import { getSearchStates } from '#lib/duplicates/get-duplicate.ts';
import { countDuplicates, listDuplicates } from '#lib/duplicates/list-duplicates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { ActButton } from '../connections/[id]/_components/act-button.tsx';
import { PageSteps, readFromStart } from '../connections/[id]/_components/page-steps.tsx';
import styles from '../connections/[id]/lists.module.css';
import { type RawSearchParams, toQueryText } from '../history/[tab]/search-params.ts';
import { DuplicateTable } from './_components/duplicate-table.tsx';
import own from './_components/duplicates.module.css';
import { searchNow } from './actions.ts';
import { duplicatesHref, parseDuplicates } from './search-params.ts';

type PageProps = { params: Promise<{ tenant: string }>; searchParams: Promise<RawSearchParams> };

const PAGE_SIZE = 50;

export const metadata: Metadata = { title: 'Duplicates' };

const TAB_WORDS: Record<Tab, { label: string; empty: string }> = {
  contacts: { label: 'Customers and vendors', empty: 'No two customers or vendors look like one.' },
  documents: { label: 'Bills and invoices', empty: 'No bill and no invoice looks entered twice.' },
  dismissed: { label: 'Dismissed', empty: 'Nobody has said of anything that it is no duplicate.' },
};

/** What looks as if it were in a ledger twice, the surest first. */
export default async function DuplicatesPage({ params, searchParams }: PageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(tenant, 'duplicate:read', `/${tenant}/duplicates${toQueryText(raw)}`);
  const asked = parseDuplicates(raw);
  const [page, counts, states] = await Promise.all([
    readFromStart(asked.cursor, (cursor) => listDuplicates(ctx, asked, { limit: PAGE_SIZE, cursor })),
    countDuplicates(ctx, asked.connectionId),
    getSearchStates(ctx),
  ]);
  const formats = { locale: ctx.tenant.locale, timeZone: ctx.tenant.timeZone };
  const hrefWith = (change: Partial<typeof asked>) => duplicatesHref(tenant, { ...asked, cursor: null, ...change });
  const searched = states.filter(({ subject }) => (subject === 'contact') === (asked.tab === 'contacts'));
  return (
    <div className={styles.page}>
      <header className={styles.section}>
        <div className={styles.top}>
          <h1 className={styles.title}>Duplicates</h1>
          <span className={styles.quiet}>Times are {nameOfZone(formats.timeZone, new Date())}</span>
        </div>
        <p className={styles.lead}>
          Customers, vendors, bills and invoices that look as if they were in the ledger twice. Tieout changes nothing
          there: look at both, merge or void in the ledger, or say here that they are two.
        </p>
      </header>
      <div className={styles.tabs}>
        <TabLinks
          label="Kinds of duplicates"
          tabs={TABS.map((tab) => ({
            href: hrefWith({ tab }),
            isCurrent: tab === asked.tab,
            face: (
              <>
                {TAB_WORDS[tab].label} <span className={styles.count}>{formatCount(counts[tab], formats.locale)}</span>
              </>
            ),
          }))}
        />
      </div>
      <div className={styles.head}>
        <nav className={`${styles.choices} ${own.order}`} aria-label="Order">
          <span className={styles.quiet}>Order by</span>
          <SoftLink href={hrefWith({ sort: 'score' })} aria-current={asked.sort === 'score' ? 'true' : undefined}>
            How sure
          </SoftLink>
          <SoftLink href={hrefWith({ sort: 'money' })} aria-current={asked.sort === 'money' ? 'true' : undefined}>
            Money
          </SoftLink>
          {asked.connectionId === null ? null : (
            <SoftLink href={hrefWith({ connectionId: null })}>Every company</SoftLink>
          )}
        </nav>
        <div className={styles.acts}>
          {asked.tab === 'dismissed' ? null : (
            <span className={styles.quiet}>
              <Standing states={searched} formats={formats} />
            </span>
          )}
          {ctx.permissions.has('duplicate:dismiss') ? (
            <ActButton
              label="Look now"
              pending="Asking…"
              done="It is being looked for. Show the page again in a moment."
              act={searchNow.bind(null, tenant)}
            />
          ) : null}
        </div>
      </div>
      {searched.map(({ subject, problem }) =>
        problem === null ? null : (
          <p key={subject} className={styles.problem} role="alert">
            {problem}
          </p>
        ),
      )}
      {page.duplicates.length === 0 ? (
        <p className={styles.empty}>
          {asked.tab !== 'dismissed' && searched.every(({ endedAt }) => endedAt === null)
            ? NOT_YET[asked.tab]
            : TAB_WORDS[asked.tab].empty}
        </p>
      ) : (
        <>
          <DuplicateTable
            tenant={tenant}
            duplicates={page.duplicates}
            formats={formats}
            companyHref={(connectionId) => hrefWith({ connectionId })}
          />
          {searched.some(({ isCut }) => isCut) ? (
            <p className={styles.quiet}>More were found than are kept: these are the surest 20,000.</p>
          ) : null}
          <PageSteps page={page} hrefAt={(cursor) => hrefWith({ cursor })} />
        </>
      )}
    </div>
  );
}

const NOT_YET = {
  contacts:
    'Nothing has been compared yet. Customers and vendors are compared once their lists were read from a connected ledger.',
  documents: 'Nothing has been compared yet. It is done within the hour, or now if you ask for it.',
};

type StandingProps = { states: readonly SearchState[]; formats: { locale: string; timeZone: string } };

function Standing({ states, formats }: StandingProps) {
  const ended = states.flatMap(({ endedAt }) => endedAt ?? []).toSorted();
  const latest = ended.at(-1);
  if (states.some(({ isRunning }) => isRunning)) return <>Looking at this moment</>;
  return latest === undefined ? null : (
    <>
      Looked for <DateTime instant={latest} formats={formats} />
    </>
  );
}
