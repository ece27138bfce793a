import type { Metadata } from 'next';
import type { Ctx } from '#lib/access/context.ts';
import { latestCheckpoint } from '#lib/audit/latest-checkpoint.ts';
import { listAuditActors } from '#lib/audit/list-audit-actors.ts';
import { listAuditEvents } from '#lib/audit/list-audit-events.ts';
import type { AuditPage } from '#lib/audit/list-contract.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { AuditScreen } from './_components/audit-screen.tsx';
import { type AuditState, auditQuery, withChange } from './audit-address.ts';
import { parseAuditParams, type RawSearchParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Audit log' };

type AuditPageProps = { params: Promise<{ tenant: string }>; searchParams: Promise<RawSearchParams> };

/** Who did what, when, from where, and what it changed. */
export default async function AuditLogPage({ params, searchParams }: AuditPageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const { state, notices } = parseAuditParams(raw);
  const ctx = await pageContext(tenant, 'audit:read', `/${tenant}/audit${auditQuery(state)}`);
  const [{ page, notice }, actors, checkpoint] = await Promise.all([
    readPage(ctx, state),
    listAuditActors(ctx),
    latestCheckpoint(ctx),
  ]);
  return (
    <AuditScreen
      ctx={ctx}
      state={state}
      page={page}
      actors={actors}
      checkpoint={checkpoint}
      notices={notice === null ? notices : [...notices, notice]}
      now={new Date()}
    />
  );
}

async function readPage(ctx: Ctx, state: AuditState): Promise<{ page: AuditPage; notice: string | null }> {
  const { size, cursor, ...filter } = state;
  try {
    return { page: await listAuditEvents(ctx, filter, { limit: size, cursor }), notice: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    const { cursor: _, ...first } = withChange(state, {});
    return {
      page: await listAuditEvents(ctx, first, { limit: size, cursor: null }),
      notice: 'The place in the log is not known any more, so its first page is shown.',
    };
  }
}
