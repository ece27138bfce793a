import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { actWords } from '#components/bulk/bulk-words.ts';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { listBulkItems } from '#lib/bulk/list-bulk-items.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LiveRefresh } from '../../_components/live-refresh.tsx';
import styles from '../bulk-page.module.css';
import { bulkView } from '../bulk-view.ts';
import { OperationFacts } from './_components/operation-facts.tsx';
import { OperationItems } from './_components/operation-items.tsx';
import { OperationNow } from './_components/operation-now.tsx';
import { OperationUndo } from './_components/operation-undo.tsx';
import { itemsState } from './items-address.ts';

type OperationPageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;

export async function generateMetadata({ params }: OperationPageProps): Promise<Metadata> {
  const { tenant, id } = await params;
  const { operation, ctx } = await loadOperation(tenant, id);
  return { title: operation === null ? 'Not found' : actWords(operation, operation.total, ctx.tenant.locale) };
}

/** One change of many records: what was asked, by whom, and what became of each record. */
export default async function OperationPage({ params, searchParams }: OperationPageProps) {
  const [{ tenant, id }, raw] = await Promise.all([params, searchParams]);
  const { ctx, operation } = await loadOperation(tenant, id);
  if (operation === null) notFound();

  const path = `/${tenant}/bulk/${id}`;
  const state = itemsState(raw);
  const [view, items] = await Promise.all([
    bulkView(ctx, operation),
    listBulkItems(ctx, id, { result: state.result, limit: PAGE_SIZE, cursor: state.cursor }),
  ]);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  return (
    <div className={styles.page}>
      <LiveRefresh tenant={tenant} />
      <nav className={styles.ways} aria-label="Where this is">
        <SoftLink href={`/${tenant}/bulk`}>All bulk changes</SoftLink>
        <span className={styles.zone}>Times are {nameOfZone(timeZone, new Date())}</span>
      </nav>
      <h1 className={styles.title}>{actWords(operation, operation.total, locale)}</h1>
      <OperationNow
        key={operation.state}
        tenant={tenant}
        first={view}
        canStop={ctx.permissions.has('record:update_status')}
      />
      <div className={styles.columns}>
        <OperationItems
          operation={operation}
          page={items}
          path={path}
          state={state}
          canExport={ctx.permissions.has('export:create')}
          formats={formats}
          tenant={tenant}
        />
        <div className={styles.side}>
          <OperationUndo
            tenant={tenant}
            operation={operation}
            formats={formats}
            canUndo={ctx.permissions.has('record:update_status')}
          />
          <OperationFacts operation={operation} formats={formats} tenant={tenant} />
        </div>
      </div>
    </div>
  );
}

// The title and the page need the same operation: it is read once a request.
const loadOperation = cache(async (tenant: string, id: string) => {
  const ctx = await pageContext(tenant, 'record:read', `/${tenant}/bulk/${id}`);
  try {
    return { ctx, operation: await getBulkOperation(ctx, id) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { ctx, operation: null };
    throw error;
  }
});
