import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { getImport } from '#lib/imports/get-import.ts';
import type { ImportRun, ProblemPage } from '#lib/imports/import-contract.ts';
import { listImportProblems } from '#lib/imports/list-import-problems.ts';
import { listImportSources } from '#lib/imports/list-import-sources.ts';
import styles from '../import-page.module.css';
import { FORMAT_LABEL, formatBytes } from '../import-words.ts';
import { ImportNow } from './_components/import-now.tsx';
import { ImportProblems } from './_components/import-problems.tsx';
import { problemsCursor } from './problems-address.ts';

type ImportPageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;

export async function generateMetadata({ params }: ImportPageProps): Promise<Metadata> {
  const { tenant, id } = await params;
  const { run } = await loadImport(tenant, id);
  return { title: run === null ? 'Not found' : run.fileName };
}

/** One import, from the choices to the result. */
export default async function OneImportPage({ params, searchParams }: ImportPageProps) {
  const [{ tenant, id }, raw] = await Promise.all([params, searchParams]);
  const { ctx, run } = await loadImport(tenant, id);
  if (run === null) notFound();

  const cursor = problemsCursor(raw);
  const [sources, problems] = await Promise.all([listImportSources(ctx), loadProblems(ctx, run, cursor)]);
  const { locale, timeZone, currency } = ctx.tenant;
  const formats = { locale, timeZone };
  return (
    <div className={styles.page}>
      <div className={styles.section}>
        <nav className={styles.top} aria-label="Where this is">
          <SoftLink href={`/${tenant}/import`}>All imports</SoftLink>
          <span className={styles.quiet}>Times are {nameOfZone(timeZone, new Date())}</span>
        </nav>
        <h1 className={styles.title}>{run.fileName}</h1>
        <p className={styles.quiet}>
          {run.format === null ? null : `${FORMAT_LABEL[run.format]}, `}
          {formatBytes(run.size, locale)}, uploaded by {run.createdBy.name},{' '}
          <DateTime instant={run.createdAt} formats={formats} />
        </p>
      </div>
      {run.sameFile === null ? null : (
        <Notice>
          <p>
            {run.sameFile.createdBy} imported exactly this file on{' '}
            <DateTime instant={run.sameFile.createdAt} formats={formats} />:{' '}
            <SoftLink href={`/${tenant}/import/${run.sameFile.id}`}>see that import</SoftLink>. Importing it again
            doubles nothing.
          </p>
        </Notice>
      )}
      {sources.length === 0 && (run.state === 'choosing' || run.state === 'checked') ? (
        <Notice>
          <p>
            Documents and outcomes belong to a source, and this business has none yet. An admin makes one together with
            its first API key, under Settings.
          </p>
        </Notice>
      ) : null}
      <ImportNow
        setting={{
          tenant,
          sources,
          timeZones: Intl.supportedValuesOf('timeZone'),
          currency,
          formats,
          canExport: ctx.permissions.has('export:create'),
        }}
        first={run}
      />
      {problems === null || problems.problems.length === 0 ? null : (
        <ImportProblems page={problems} path={`/${tenant}/import/${id}`} cursor={cursor} locale={locale} />
      )}
    </div>
  );
}

/** What is wrong is listed once the check, or the run, is over. A place in the list that is not known any more is its beginning. */
async function loadProblems(ctx: Ctx, run: ImportRun, cursor: string | null): Promise<ProblemPage | null> {
  const phase = run.counts !== null ? 'run' : run.checked !== null ? 'check' : null;
  const isOver = run.state === 'checked' || run.finishedAt !== null;
  if (phase === null || !isOver) return null;
  const request = { phase, limit: PAGE_SIZE } as const;
  try {
    return await listImportProblems(ctx, run.id, { ...request, cursor });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    return listImportProblems(ctx, run.id, { ...request, cursor: null });
  }
}

// The title and the page need the same import: it is read once a request.
const loadImport = cache(async (tenant: string, id: string) => {
  const ctx = await pageContext(tenant, 'import:create', `/${tenant}/import/${id}`);
  try {
    return { ctx, run: await getImport(ctx, id) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { ctx, run: null };
    throw error;
  }
});
