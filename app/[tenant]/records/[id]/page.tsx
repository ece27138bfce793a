import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { RecordView } from '#components/record/record-view.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { hasTakenNumber } from '#lib/adoption/adoption-contract.ts';
import { AppError } from '#lib/core/app-error.ts';
import { dayOf } from '#lib/core/dates.ts';
import { isId } from '#lib/core/ids.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { findNeighbours } from '#lib/records/find-neighbours.ts';
import { KIND_LABEL, STATUS_LABEL, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { RecordStatusMenu } from '../../_components/bulk/record-status-menu.tsx';
import { LiveRefresh } from '../../_components/live-refresh.tsx';
import { toFilter } from '../../history/[tab]/list-address.ts';
import { parseListParam } from '../list-param.ts';
import { type OpenedRecord, openRecord } from '../open-record.ts';
import { recordHref } from '../record-href.ts';
import { AdoptForm } from './_components/adopt-form.tsx';
import { CauseForm } from './_components/cause-form.tsx';
import { ListSteps } from './_components/list-steps.tsx';
import { PageNote } from './_components/page-note.tsx';
import styles from './record-page.module.css';

type RecordPageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<{ list?: string | string[]; before?: string | string[] }>;
};

export async function generateMetadata({ params, searchParams }: RecordPageProps): Promise<Metadata> {
  const [{ tenant, id }, { before }] = await Promise.all([params, searchParams]);
  const { record } = await loadRecord(tenant, id, attemptOf(before));
  return {
    title: record === null ? 'Not found' : `${KIND_LABEL[record.kind].one} ${record.number ?? record.sourceId}`,
  };
}

/** One record whole: the document, what the ledger holds of it, every try, and every change. */
export default async function RecordPage({ params, searchParams }: RecordPageProps) {
  const [{ tenant, id }, { list: asked, before }] = await Promise.all([params, searchParams]);
  const now = new Date();
  const { record, formats, ctx, canUpdate } = await loadRecord(tenant, id, attemptOf(before));
  if (record === null) notFound();

  const list = parseListParam(typeof asked === 'string' ? asked : null, tenant, dayOf(now, formats.timeZone));
  const neighbours =
    list === null ? null : await findNeighbours(ctx, toFilter(list.kind, list.state), list.state.sort, id);
  const hrefOf = (recordId: string | null | undefined) =>
    recordId ? recordHref(tenant, recordId, list?.param ?? null) : null;
  const isExcluded = record.excludedAt !== null;
  const tab = `/${tenant}/history/${TAB_OF_KIND[record.kind]}`;
  return (
    <div className={styles.page}>
      <LiveRefresh tenant={tenant} />
      <nav className={styles.ways} aria-label="Lists with this record">
        {list === null ? (
          <SoftLink href={isExcluded ? `${tab}?excluded=only` : `${tab}?status=${record.syncStatus}`}>
            {isExcluded ? 'Excluded' : STATUS_LABEL[record.syncStatus]} {KIND_LABEL[record.kind].many.toLowerCase()}
          </SoftLink>
        ) : (
          <span className={styles.list}>
            <ListSteps previousHref={hrefOf(neighbours?.previousId)} nextHref={hrefOf(neighbours?.nextId)} />
            <SoftLink href={list.href}>Back to the list of {KIND_LABEL[list.kind].many.toLowerCase()}</SoftLink>
          </span>
        )}
        <span className={styles.zone}>Times are {nameOfZone(formats.timeZone, now)}</span>
      </nav>
      <RecordView
        record={record}
        formats={formats}
        now={now}
        hrefOf={(recordId) => `/${tenant}/records/${recordId}`}
        bulkHrefOf={(operationId) => `/${tenant}/bulk/${operationId}`}
        place="page"
        acts={canUpdate ? <RecordStatusMenu record={record} place="page" /> : null}
        shareHref={recordHref(tenant, record.id, list?.param ?? null)}
        remedy={
          canUpdate && hasTakenNumber(record) ? (
            <AdoptForm tenant={tenant} record={record} locale={formats.locale} />
          ) : null
        }
        problem={
          record.problem === null ? null : { ...record.problem, href: `/${tenant}/problems/${record.problem.id}` }
        }
        causeForm={
          ctx.permissions.has('cause:assign') ? (
            <CauseForm tenant={tenant} recordId={record.id} cause={record.cause} />
          ) : null
        }
        noteForm={<PageNote tenant={tenant} recordId={record.id} />}
        whyHref={ctx.permissions.has('connection:read') ? `/${tenant}/why?record=${record.id}` : null}
        isEarlier={attemptOf(before) !== null}
      />
    </div>
  );
}

// The title and the page need the same record: it is read once a request.
const loadRecord = cache(async (tenant: string, id: string, attemptsCursor: string | null) => {
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/records/${id}`);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const canUpdate = ctx.permissions.has('record:update_status');
  try {
    const record: OpenedRecord | null = await openRecord(ctx, id, attemptsCursor);
    return { ctx, record, formats, canUpdate };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { ctx, record: null, formats, canUpdate };
    throw error;
  }
});

/** Takes what the address says of earlier attempts; gives the one that they come before, or null for the newest. */
function attemptOf(before: string | string[] | undefined): string | null {
  return typeof before === 'string' && isId(before) ? before : null;
}
