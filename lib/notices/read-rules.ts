import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { EVENT_OF, NOTICE_EVENTS, type NoticeEvent } from './notice-contract.ts';
import type { NoticeRule } from './rule-contract.ts';
import { hasThreshold, readThreshold } from './thresholds.ts';

/** A stored rule, with whose it is; null: everybody's. */
export type StoredRule = NoticeRule & { userId: string | null; changedAt: Date };

type Row = Omit<StoredRule, 'isChosen'>;

/** Reads the stored rules of a tenant: of all events or one; everybody's and every person's. */
export async function readRules(ctx: Ctx, tx: TenantTx, event?: NoticeEvent): Promise<StoredRule[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT event, user_id AS "userId", is_in_app AS "isInApp", is_by_email AS "isByEmail", channel_ids AS "channelIds",
           threshold, changed_at AS "changedAt"
      FROM notice_rule WHERE tenant_id = ${ctx.tenantId}::uuid AND coalesce(event = ${event ?? null}, true)
     ORDER BY event, user_id NULLS FIRST`;
  // Rules of an event that this Tieout does not know any more say nothing.
  return rows.filter(({ event: known }) => NOTICE_EVENTS.includes(known)).map((row) => ({ ...row, isChosen: true }));
}

/** Takes the stored rules; gives the one that holds for everybody, with the default where nobody chose. */
export function everybodysRule(stored: readonly StoredRule[], event: NoticeEvent): NoticeRule {
  const found = stored.find((rule) => rule.event === event && rule.userId === null);
  const { isInApp, isByEmail } = EVENT_OF[event];
  const threshold = hasThreshold(event) ? readThreshold(event, found?.threshold) : null;
  if (found === undefined) return { event, isInApp, isByEmail, channelIds: [], threshold, isChosen: false };
  const { channelIds } = found;
  return { event, isInApp: found.isInApp, isByEmail: found.isByEmail, channelIds, threshold, isChosen: true };
}
