import type { Metadata } from 'next';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { CHART_OUTCOMES, CHART_TYPES } from '#lib/comparisons/comparison-contract.ts';
import { getComparison } from '#lib/comparisons/get-comparison.ts';
import { listChartMatches, listCodeMatches } from '#lib/comparisons/list-chart-matches.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LIST_WORDS } from '#lib/ledger-lists/list-contract.ts';
import { ActButton } from '../_components/act-button.tsx';
import { ListsHead } from '../_components/lists-head.tsx';
import { orNotFound, PageSteps, readFromStart } from '../_components/page-steps.tsx';
import { UnreadLists } from '../_components/unread-lists.tsx';
import styles from '../lists.module.css';
import { compareChartsNow } from '../lists-actions.ts';
import { chartsHref, parseCharts } from '../lists-address.ts';
import { CHART_WORDS, ChartTable } from './_components/chart-table.tsx';
import { CodeTable } from './_components/code-table.tsx';

type PageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;

export const metadata: Metadata = { title: 'Charts compared' };

/** The sources' own charts, and the codes in use, beside the lists of a ledger. */
export default async function ChartsPage({ params, searchParams }: PageProps) {
  const [{ tenant, id }, raw] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/connections/${encodeURIComponent(id)}`;
  const asked = parseCharts(raw);
  const ctx = await pageContext(tenant, 'connection:read', chartsHref(path, asked));
  const { owner, charts, unread } = await orNotFound(getComparison(ctx, id));
  const missing = unread.filter((type) => CHART_TYPES.some((known) => known === type));
  const [page, codes] = await Promise.all([
    readFromStart(asked.cursor, (cursor) => listChartMatches(ctx, id, asked, { limit: PAGE_SIZE, cursor })),
    listCodeMatches(ctx, id, asked.type),
  ]);
  const { locale, timeZone } = ctx.tenant;
  const many = LIST_WORDS[asked.type].many.toLowerCase();
  return (
    <div className={styles.page}>
      <ListsHead path={path} owner={owner} current="charts" zone={nameOfZone(timeZone, new Date())}>
        What pending and failed records use though it is inactive, and where the charts that the sources have sent
        differ from the ledger’s.
      </ListsHead>
      <div className={styles.tabs}>
        <TabLinks
          label="Kinds of charts"
          tabs={CHART_TYPES.map((type) => ({
            href: chartsHref(path, { type, outcome: null, cursor: null }),
            isCurrent: type === asked.type,
            face: LIST_WORDS[type].many,
          }))}
        />
      </div>
      <div className={styles.head}>
        <p>
          {charts === null ? (
            'Nothing has been compared yet.'
          ) : (
            <>
              Compared <DateTime instant={charts.comparedAt} formats={{ locale, timeZone }} />.
            </>
          )}
        </p>
        {missing.length === 0 && ctx.permissions.has('connection:check') ? (
          <div className={styles.acts}>
            <ActButton
              label="Compare again"
              pending="Comparing…"
              done="Compared."
              act={compareChartsNow.bind(null, { tenant, connectionId: id })}
            />
          </div>
        ) : null}
      </div>
      {missing.length > 0 ? <UnreadLists path={path} unread={missing} /> : null}
      {charts === null ? null : (
        <>
          <section className={styles.section} aria-labelledby="in-use">
            <h2 id="in-use" className={styles.subtitle}>
              In use on pending and failed records
            </h2>
            {codes.length === 0 ? (
              <p className={styles.empty}>All {many} that lines of pending and failed records name are active.</p>
            ) : (
              <CodeTable codes={codes} locale={locale} />
            )}
          </section>
          <section className={styles.section} aria-labelledby="charts">
            <h2 id="charts" className={styles.subtitle}>
              The sources’ own {many}
            </h2>
            <nav className={styles.choices} aria-label="How they compare">
              {[null, ...CHART_OUTCOMES].map((outcome) => (
                <SoftLink
                  key={outcome ?? 'all'}
                  href={chartsHref(path, { ...asked, outcome, cursor: null })}
                  aria-current={asked.outcome === outcome ? 'true' : undefined}
                >
                  {outcome === null ? 'All' : CHART_WORDS[outcome]}
                  {outcome === null ? null : ` ${formatCount(charts.counts[asked.type][outcome], locale)}`}
                </SoftLink>
              ))}
            </nav>
            {page.matches.length === 0 ? (
              <p className={styles.empty}>
                {asked.outcome === null
                  ? `No source has sent its ${many}. An admin uploads them under Settings, Reference data, or a sync job sends them through the API.`
                  : `None of the sources’ ${many} is so.`}
              </p>
            ) : (
              <>
                <ChartTable matches={page.matches} />
                <PageSteps page={page} hrefAt={(cursor) => chartsHref(path, { ...asked, cursor })} />
              </>
            )}
          </section>
        </>
      )}
    </div>
  );
}
