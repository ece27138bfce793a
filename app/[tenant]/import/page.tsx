import type { Metadata } from 'next';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { pageContext } from '#lib/http/page-context.ts';
import type { ImportRun } from '#lib/imports/import-contract.ts';
import { listImports } from '#lib/imports/list-imports.ts';
import { LiveRefresh } from '../_components/live-refresh.tsx';
import { TemplateList } from './_components/template-list.tsx';
import { UploadPanel } from './_components/upload-panel.tsx';
import styles from './import-page.module.css';
import { isUnderWay, resultWords, STATE_LABEL, STATE_LOOKS } from './import-words.ts';

type ImportPageProps = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 25;
const CURSOR_MAX = 2_000;

export const metadata: Metadata = { title: 'Import' };

/** A place to drop a file, and every import before it, the latest first. */
export default async function ImportPage({ params, searchParams }: ImportPageProps) {
  const [{ tenant }, { cursor }] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/import`;
  const ctx = await pageContext(tenant, 'import:create', path);
  const { locale, timeZone } = ctx.tenant;
  const page = await listImports(ctx, {
    limit: PAGE_SIZE,
    cursor: typeof cursor === 'string' && cursor.length <= CURSOR_MAX ? cursor : null,
  });
  const hrefAt = (to: string | null) => (to === null ? null : `${path}?${new URLSearchParams({ cursor: to })}`);
  return (
    <div className={styles.page}>
      <LiveRefresh tenant={tenant} />
      {page.imports.some(({ state }) => isUnderWay(state)) ? <RefreshWhile everySeconds={2.5} /> : null}
      <h1 className={styles.title}>Import</h1>
      <div className={styles.begin}>
        <div className={styles.section}>
          <UploadPanel tenant={tenant} locale={locale} />
        </div>
        <section className={styles.section} aria-labelledby="templates-title">
          <h2 id="templates-title" className={styles.subtitle}>
            What can be imported
          </h2>
          <p className={styles.lead}>
            Documents of your source system, and outcomes that a sync job wrote to a file, one in each row. Any column
            names will do; with the columns of a template nothing needs to be matched:
          </p>
          <TemplateList tenant={tenant} />
        </section>
      </div>

      <section className={styles.section} aria-labelledby="imports-title">
        <div className={styles.top}>
          <h2 id="imports-title" className={styles.subtitle}>
            Earlier imports
          </h2>
          <span className={styles.quiet}>Times are {nameOfZone(timeZone, new Date())}</span>
        </div>
        {page.imports.length === 0 ? (
          <p className={styles.empty}>Nothing has been imported yet.</p>
        ) : (
          <ul className={styles.imports}>
            {page.imports.map((run) => (
              <Import key={run.id} tenant={tenant} run={run} formats={{ locale, timeZone }} />
            ))}
          </ul>
        )}
        {page.previousCursor === null && page.nextCursor === null ? null : (
          <Pager
            label="Pages of imports"
            previous={{ label: 'Previous', href: hrefAt(page.previousCursor) }}
            next={{ label: 'Next', href: hrefAt(page.nextCursor) }}
          />
        )}
      </section>
    </div>
  );
}

function Import({ tenant, run, formats }: { tenant: string; run: ImportRun; formats: Formats }) {
  const { icon, tone } = STATE_LOOKS[run.state];
  return (
    <li className={styles.import}>
      <span className={styles.state} data-tone={tone}>
        <Icon name={icon} />
        {STATE_LABEL[run.state]}
      </span>
      <p className={styles.file}>
        <SoftLink href={`/${tenant}/import/${run.id}`}>{run.fileName}</SoftLink>
      </p>
      <p className={styles.counts}>{resultWords(run, formats.locale)}</p>
      <p className={styles.by}>
        {run.createdBy.name}, <DateTime instant={run.createdAt} formats={formats} />
      </p>
    </li>
  );
}
