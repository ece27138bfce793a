import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { AppError } from '#lib/core/app-error.ts';
import { getGuidedRun } from '#lib/guidance/get-guided-run.ts';
import { listCandidates } from '#lib/guidance/list-candidates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { BeginForm } from '../_components/begin-form.tsx';
import styles from '../why.module.css';
import { GuidedNow } from './_components/guided-now.tsx';
import { TestOne } from './_components/test-one.tsx';

type RunPageProps = { params: Promise<{ tenant: string; run: string }> };

export const metadata: Metadata = { title: 'Why is my sync broken?' };

/** One guided run: its steps as they are answered, what to do in the end, and one record to try it with. */
export default async function RunPage({ params }: RunPageProps) {
  const { tenant, run: id } = await params;
  const { ctx, run } = await loadRun(tenant, id);
  if (run === null) notFound();

  const canTry = ctx.permissions.has('record:read') && ctx.permissions.has('record:update_status');
  const candidates = canTry
    ? await listCandidates(ctx, { connectionId: run.connectionId, recordId: run.record?.id ?? null })
    : [];
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  return (
    <div className={styles.page}>
      <header className={styles.section}>
        <nav className={`${styles.head} ${styles.screenOnly}`} aria-label="Where this is">
          <SoftLink href={`/${tenant}/why`}>All guided runs</SoftLink>
          <span className={styles.quiet}>Times are {nameOfZone(timeZone, new Date())}</span>
        </nav>
        <h1 className={styles.title}>Why is my sync broken?</h1>
        <p className={styles.quiet}>
          About{' '}
          {run.record === null ? null : (
            <>
              record <SoftLink href={`/${tenant}/records/${run.record.id}`}>{run.record.number}</SoftLink>
              {run.connectionId === null ? '' : ' in '}
            </>
          )}
          {run.connectionId === null ? (
            run.record === null ? (
              'the whole business'
            ) : null
          ) : (
            <SoftLink href={`/${tenant}/connections/${run.connectionId}`}>{run.connectionName}</SoftLink>
          )}
          . Begun by {run.requestedBy}, <DateTime instant={run.requestedAt} formats={formats} />.
        </p>
      </header>
      <GuidedNow tenant={tenant} first={run} formats={formats} />
      {candidates.length === 0 ? null : <TestOne tenant={tenant} candidates={candidates} formats={formats} />}
      {ctx.permissions.has('connection:check') ? (
        <div className={styles.screenOnly}>
          <BeginForm
            tenant={tenant}
            connectionId={run.connectionId}
            recordId={run.record?.id ?? null}
            label="Go through it again"
          />
        </div>
      ) : null}
    </div>
  );
}

const loadRun = cache(async (tenant: string, id: string) => {
  const ctx = await pageContext(tenant, 'connection:read', `/${tenant}/why/${encodeURIComponent(id)}`);
  try {
    return { ctx, run: await getGuidedRun(ctx, id) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { ctx, run: null };
    throw error;
  }
});
