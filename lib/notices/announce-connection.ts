import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { publicUrl } from '#lib/env.ts';
import { announceEvent } from '#lib/webhooks/announce-event.ts';
import { listenedTypes } from '#lib/webhooks/listened-types.ts';
import type { EventType } from '#lib/webhooks/webhook-contract.ts';
import type { NoticeEvent } from './notice-contract.ts';
import type { Telling } from './tell-notice.ts';

const TYPES: Partial<Record<NoticeEvent, EventType>> = {
  'connection.lost': 'connection.lost',
  'connection.ends_soon': 'connection.ends_soon',
  'connection.check_failed': 'connection.check_failed',
};

type ConnectionRow = { id: string; ledger: string; companyId: string; companyName: string };

/** Sends a notice about a connection to the webhooks that hear of its type: the end of one as `connection.recovered`. */
export async function announceConnection(ctx: Ctx, tx: TenantTx, telling: Telling): Promise<void> {
  const { id, event, type, severity, title, body, href, subject, facts } = telling;
  const ofProblem = TYPES[event];
  if (ofProblem === undefined || type === 'test') return;
  const sent: EventType = type === 'recovery' ? 'connection.recovered' : ofProblem;
  if (!(await listenedTypes(ctx, tx)).has(sent)) return;
  const rows =
    subject?.type === 'connection'
      ? await tx.$queryRaw<ConnectionRow[]>`
          SELECT id, ledger, company_id AS "companyId", company_name AS "companyName" FROM connection
           WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${subject.id}::uuid`
      : [];
  const url = href === null ? null : `${publicUrl()}/${ctx.tenant.slug}/${href}`;
  const notice = { id, problem: event, severity, title, body, url, facts };
  await announceEvent(ctx, tx, sent, { notice, connection: rows[0] ?? null });
}
