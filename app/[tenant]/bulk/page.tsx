import type { Metadata } from 'next';
import { actWords, countsWords, STATE_LABEL } from '#components/bulk/bulk-words.ts';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Icon, type IconName } from '#components/ui/icon.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { BulkOperation, BulkState } from '#lib/bulk/bulk-contract.ts';
import { listBulkOperations } from '#lib/bulk/list-bulk-operations.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LiveRefresh } from '../_components/live-refresh.tsx';
import styles from './bulk-page.module.css';

type BulkPageProps = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 50;
const CURSOR_MAX = 2_000;

export const metadata: Metadata = { title: 'Bulk changes' };

/** Every change of many records at once, the latest first. */
export default async function BulkPage({ params, searchParams }: BulkPageProps) {
  const [{ tenant }, { cursor }] = await Promise.all([params, searchParams]);
  const path = `/${tenant}/bulk`;
  const ctx = await pageContext(tenant, 'record:read', path);
  const { locale, timeZone } = ctx.tenant;
  const page = await listBulkOperations(ctx, {
    limit: PAGE_SIZE,
    cursor: typeof cursor === 'string' && cursor.length <= CURSOR_MAX ? cursor : null,
  });
  const hrefAt = (to: string | null) => (to === null ? null : `${path}?${new URLSearchParams({ cursor: to })}`);
  return (
    <div className={styles.page}>
      <LiveRefresh tenant={tenant} />
      <div className={styles.ways}>
        <h1 className={styles.title}>Bulk changes</h1>
        <span className={styles.zone}>Times are {nameOfZone(timeZone, new Date())}</span>
      </div>
      {page.operations.length === 0 ? (
        <div className={styles.empty}>
          <h2>No status was changed by hand yet</h2>
          <p>
            Select records in the <SoftLink href={`/${tenant}/history/invoices`}>sync history</SoftLink>, then choose
            Update status.
          </p>
        </div>
      ) : (
        <ul className={styles.operations}>
          {page.operations.map((operation) => (
            <Operation key={operation.id} tenant={tenant} operation={operation} formats={{ locale, timeZone }} />
          ))}
        </ul>
      )}
      {page.previousCursor === null && page.nextCursor === null ? null : (
        <Pager
          label="Pages of changes"
          previous={{ label: 'Previous', href: hrefAt(page.previousCursor) }}
          next={{ label: 'Next', href: hrefAt(page.nextCursor) }}
        />
      )}
    </div>
  );
}

const ICON: Record<BulkState, IconName> = {
  freezing: 'pending',
  previewed: 'excluded',
  running: 'pending',
  stopping: 'pending',
  stopped: 'excluded',
  finished: 'complete',
  broken: 'failed',
};

function Operation({ tenant, operation, formats }: { tenant: string; operation: BulkOperation; formats: Formats }) {
  const { id, state, createdBy, createdAt, reason, counts, act, total, undoableUntil, undoneBy } = operation;
  return (
    <li className={styles.operation} data-state={state}>
      <span className={styles.state}>
        <Icon name={ICON[state]} />
        {STATE_LABEL[state]}
      </span>
      <p className={styles.what}>
        <SoftLink href={`/${tenant}/bulk/${id}`}>{actWords(operation, total, formats.locale)}</SoftLink>
        {reason === null ? null : <q className={styles.reason}>{reason}</q>}
      </p>
      <p className={styles.counts}>
        {countsWords(counts, act, formats.locale)}
        {undoneBy !== null && undoableUntil === null ? ' Undone.' : ''}
      </p>
      <p className={styles.by}>
        {createdBy.type === 'api_key' ? `${createdBy.name} (key)` : createdBy.name},{' '}
        <DateTime instant={createdAt} formats={formats} />
      </p>
    </li>
  );
}
