import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { NoticeEvent, NoticeFacts, NoticeSubject, Recovery } from './notice-contract.ts';
import { tellNotice } from './tell-notice.ts';

type LastTold = {
  event: NoticeEvent;
  subjectType: NoticeSubject['type'] | null;
  subjectId: string | null;
  facts: NoticeFacts;
  userId: string | null;
};

/**
 * Ends a problem and tells so to whoever hears of its event; does nothing if it is not open, so that it may be called
 * whenever all is well. Within the transaction of what was found; gives the recovery notice's id, or null.
 */
export async function endNotice(
  ctx: Ctx,
  tx: TenantTx,
  problemKey: string,
  recovery: Recovery,
): Promise<string | null> {
  const id = newId();
  const [last] = await tx.$queryRaw<LastTold[]>`
    WITH ended AS (
      UPDATE notice_problem SET ended_at = now()
       WHERE tenant_id = ${ctx.tenantId}::uuid AND problem_key = ${problemKey} AND ended_at IS NULL
      RETURNING notice_id)
    SELECT n.event, n.subject_type AS "subjectType", n.subject_id AS "subjectId", n.facts, n.user_id AS "userId"
      FROM ended e JOIN notice n ON n.tenant_id = ${ctx.tenantId}::uuid AND n.id = e.notice_id`;
  if (last === undefined) return null;
  const { event, subjectType, subjectId, facts, userId } = last;
  await tellNotice(ctx, tx, {
    id,
    problemKey,
    event,
    type: 'recovery',
    severity: 'info',
    ...recovery,
    subject: subjectType === null || subjectId === null ? null : { type: subjectType, id: subjectId },
    facts,
    ...(userId === null ? {} : { userId }),
  });
  return id;
}
