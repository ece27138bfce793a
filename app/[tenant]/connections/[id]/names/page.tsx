import type { Metadata } from 'next';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { NAME_OUTCOMES } from '#lib/comparisons/comparison-contract.ts';
import { getComparison } from '#lib/comparisons/get-comparison.ts';
import { listNameMatches } from '#lib/comparisons/list-name-matches.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { ActButton } from '../_components/act-button.tsx';
import { ListFilters } from '../_components/list-filters.tsx';
import { ListsHead } from '../_components/lists-head.tsx';
import { orNotFound, PageSteps, readFromStart } from '../_components/page-steps.tsx';
import { UnreadLists } from '../_components/unread-lists.tsx';
import styles from '../lists.module.css';
import { compareNamesNow } from '../lists-actions.ts';
import { namesHref, parseNames } from '../lists-address.ts';
import { NameTable, OUTCOME_WORDS } from './_components/name-table.tsx';

type PageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;

export const metadata: Metadata = { title: 'Names and contacts' };

/** The names on records beside the contacts of a ledger: what is missing, what differs, and what to do about each. */
export default async function NamesPage({ params, searchParams }: PageProps) {
  const [{ tenant, id }, raw] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/connections/${encodeURIComponent(id)}`;
  const asked = parseNames(raw);
  const ctx = await pageContext(tenant, 'connection:read', namesHref(path, asked));
  const { owner, names, unread } = await orNotFound(getComparison(ctx, id));
  const missing = unread.filter((type) => type === 'customer' || type === 'vendor');
  const page = await readFromStart(asked.cursor, (cursor) =>
    listNameMatches(ctx, id, asked, { limit: PAGE_SIZE, cursor }),
  );
  const { locale, timeZone } = ctx.tenant;
  const { name } = LEDGER_WORDS[owner.ledger];
  return (
    <div className={styles.page}>
      <ListsHead path={path} owner={owner} current="names" zone={nameOfZone(timeZone, new Date())}>
        Payers and billing organisations of pending and failed records, and of those completed in the last 90 days,
        beside the contacts in {name}. A sync job that looks a contact up by its name finds the same ones, or fails.
      </ListsHead>
      {names === null ? null : (
        <div className={styles.tabs}>
          <TabLinks
            label="How names go with contacts"
            tabs={[null, ...NAME_OUTCOMES].map((outcome) => ({
              href: namesHref(path, { ...asked, outcome, cursor: null }),
              isCurrent: asked.outcome === outcome,
              face: (
                <>
                  {outcome === null ? 'All' : OUTCOME_WORDS[outcome]}{' '}
                  <span className={styles.count}>
                    {formatCount(
                      outcome === null
                        ? NAME_OUTCOMES.reduce((sum, one) => sum + names.counts[one], 0)
                        : names.counts[outcome],
                      locale,
                    )}
                  </span>
                </>
              ),
            }))}
          />
        </div>
      )}
      <div className={styles.head}>
        <p>
          {names === null ? (
            'Nothing has been compared yet.'
          ) : (
            <>
              Compared <DateTime instant={names.comparedAt} formats={{ locale, timeZone }} />.
            </>
          )}
        </p>
        {missing.length === 0 && ctx.permissions.has('connection:check') ? (
          <div className={styles.acts}>
            <ActButton
              label="Compare again"
              pending="Comparing…"
              done="Compared."
              act={compareNamesNow.bind(null, { tenant, connectionId: id })}
            />
          </div>
        ) : null}
      </div>
      {missing.length > 0 ? <UnreadLists path={path} unread={missing} /> : null}
      {names === null ? null : (
        <>
          <ListFilters
            key={namesHref(path, { ...asked, cursor: null })}
            path={`${path}/names`}
            kept={{ outcome: asked.outcome ?? '' }}
            search={asked.search}
            placeholder="Name or e-mail"
          >
            <label>
              <span>Whose</span>
              <select name="party" defaultValue={asked.party ?? ''}>
                <option value="">Every name</option>
                <option value="payer">Payers</option>
                <option value="billing_org">Billing organisations</option>
              </select>
            </label>
          </ListFilters>
          {page.matches.length === 0 ? (
            <p className={styles.empty}>
              {asked.search !== '' || asked.party !== null || asked.outcome !== null
                ? 'No name matches. Choose All, or search for another part of the name.'
                : 'No record names a payer or a billing organisation.'}
            </p>
          ) : (
            <>
              <NameTable tenant={tenant} ledger={owner.ledger} matches={page.matches} locale={locale} />
              <PageSteps page={page} hrefAt={(cursor) => namesHref(path, { ...asked, cursor })} />
            </>
          )}
        </>
      )}
    </div>
  );
}
