import type { Metadata } from 'next';
import { Suspense } from 'react';
import { nameOfZone } from '#components/sync/format-time.ts';
import { listConnectionNames } from '#lib/connections/list-connection-names.ts';
import { dayOf } from '#lib/core/dates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listAssignable } from '#lib/problems/list-assignable.ts';
import { LiveRefresh } from '../_components/live-refresh.tsx';
import { type RawSearchParams, toQueryText } from '../history/[tab]/search-params.ts';
import { ListSkeleton } from './_components/list-skeleton.tsx';
import { ProblemScreen } from './_components/problem-screen.tsx';
import { loadProblems } from './load-problems.ts';
import styles from './problems.module.css';
import { parseProblemParams, problemsHref } from './search-params.ts';

type ProblemsPageProps = { params: Promise<{ tenant: string }>; searchParams: Promise<RawSearchParams> };

export const metadata: Metadata = { title: 'Problems' };

/** What stands behind the failures: a list of hundreds is usually a handful of these. */
export default async function ProblemsPage({ params, searchParams }: ProblemsPageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(tenant, 'problem:read', `/${tenant}/problems${toQueryText(raw)}`);
  const { state, notices } = parseProblemParams(raw);
  const now = new Date();
  const { locale, timeZone } = ctx.tenant;
  const loading = Promise.all([
    loadProblems(ctx, state),
    listAssignable(ctx),
    ctx.permissions.has('connection:read') ? listConnectionNames(ctx) : [],
  ]);
  // Whoever waits for it below sees the failure; until then it must not count as forgotten.
  loading.catch(() => undefined);
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <div>
          <h1>Problems</h1>
          <p className={styles.lead}>What stands behind the failures, with the money that each blocks.</p>
        </div>
        <p className={styles.zone}>Times are {nameOfZone(timeZone, now)}</p>
      </header>
      <Suspense key={problemsHref(tenant, state)} fallback={<ListSkeleton />}>
        <ProblemScreen
          tenant={tenant}
          state={state}
          notices={notices}
          loading={loading}
          ownId={ctx.actor.id}
          formats={{ locale, timeZone }}
          now={now}
          today={dayOf(now, timeZone)}
        />
      </Suspense>
      <LiveRefresh tenant={tenant} />
    </div>
  );
}
