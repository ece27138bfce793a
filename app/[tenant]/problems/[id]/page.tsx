import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { getConnection } from '#lib/connections/get-connection.ts';
import { AppError } from '#lib/core/app-error.ts';
import { dayOf } from '#lib/core/dates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { getProblemCheck } from '#lib/problem-checks/get-problem-check.ts';
import { getProblem } from '#lib/problems/get-problem.ts';
import { listAssignable } from '#lib/problems/list-assignable.ts';
import { PROBLEM_NOTE_MAX } from '#lib/problems/problem-contract.ts';
import { problemTitle } from '#lib/problems/problem-title.ts';
import { LiveRefresh } from '../../_components/live-refresh.tsx';
import { ProblemCheck } from './_components/problem-check.tsx';
import { ProblemView } from './_components/problem-view.tsx';
import styles from './problem.module.css';

type ProblemPageProps = { params: Promise<{ tenant: string; id: string }> };

const RECORDS_SHOWN = 20;

export async function generateMetadata({ params }: ProblemPageProps): Promise<Metadata> {
  const { tenant, id } = await params;
  const { problem } = await loadProblem(tenant, id);
  return { title: problem === null ? 'Not found' : problemTitle(problem, problem.connection?.ledger ?? null) };
}

/** One problem whole: what it means, what fixes it, what it blocks, and what was done about it. */
export default async function ProblemDetailPage({ params }: ProblemPageProps) {
  const { tenant, id } = await params;
  const now = new Date();
  const { ctx, problem } = await loadProblem(tenant, id);
  if (problem === null) notFound();
  const { locale, timeZone, currency } = ctx.tenant;
  const canWork = ctx.permissions.has('problem:work');
  const [people, environment, checked] = await Promise.all([
    canWork ? listAssignable(ctx) : [],
    environmentOf(ctx, problem.connection?.id ?? null),
    getProblemCheck(ctx, id),
  ]);
  return (
    <div className={styles.page}>
      <LiveRefresh tenant={tenant} />
      <nav className={styles.ways} aria-label="Lists with this problem">
        <SoftLink href={`/${tenant}/problems`}>All problems</SoftLink>
        <span className={styles.quiet}>Times are {nameOfZone(timeZone, now)}</span>
      </nav>
      <ProblemView
        tenant={tenant}
        problem={problem}
        environment={environment}
        care={
          canWork
            ? { people, ownId: ctx.actor.id, currency, today: dayOf(now, timeZone), noteMax: PROBLEM_NOTE_MAX }
            : null
        }
        formats={{ locale, timeZone }}
        now={now}
        check={
          <ProblemCheck
            tenant={tenant}
            problemId={id}
            state={checked}
            canWork={canWork && ctx.permissions.has('record:update_status')}
            formats={{ locale, timeZone }}
          />
        }
      />
    </div>
  );
}

// The title and the page need the same problem: it is read once a request.
const loadProblem = cache(async (tenant: string, id: string) => {
  const ctx = await pageContext(tenant, 'problem:read', `/${tenant}/problems/${encodeURIComponent(id)}`);
  try {
    return { ctx, problem: await getProblem(ctx, { id, recordsLimit: RECORDS_SHOWN }) };
  } catch (error) {
    // What is no id names nothing either.
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'invalid_input')) {
      return { ctx, problem: null };
    }
    throw error;
  }
});

/** Where links into the ledger lead; null where nobody may know. */
async function environmentOf(ctx: Ctx, connectionId: string | null) {
  if (connectionId === null || !ctx.permissions.has('connection:read')) return null;
  return (await getConnection(ctx, connectionId)).environment;
}
