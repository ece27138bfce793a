import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import { nextTryAt } from '#lib/webhooks/retry-schedule.ts';
import type { ClaimedNotice } from './claim-notices.ts';

/** One claimed notice and what became of sending it. */
export type NoticeTry = {
  claimed: ClaimedNotice;
  /** `refused`: for good; `later`: not for now; `skipped`: there was no way to send it. */
  result: 'sent' | 'refused' | 'later' | 'skipped';
  problem: string | null;
  /** How much time the answer asked for, in milliseconds; null if it did not. */
  askedMs: number | null;
};

type Outcome = NoticeTry & { state: 'sent' | 'failed' | 'skipped' | 'waiting'; nextTryAt: Date | null };

const COLUMNS: readonly Column<Outcome>[] = [
  ['notice_id', 'uuid', ({ claimed }) => claimed.notice.id],
  ['target_id', 'uuid', ({ claimed }) => claimed.targetId],
  ['state', 'text', ({ state }) => state],
  ['next_try_at', 'timestamptz', (outcome) => outcome.nextTryAt?.toISOString()],
  ['problem', 'text', ({ problem }) => problem],
];

/** Writes what became of claimed notices, and when those that did not go out are tried again: for three days. */
export async function recordNoticeTries(ctx: Ctx, claim: string, tries: readonly NoticeTry[]): Promise<void> {
  requirePermission(ctx, 'notice:send');
  const outcomes = tries.map(outcomeOf);
  await ctx.transaction(async (tx) => {
    // Who was taken for dead finds another claim here.
    await tx.$executeRaw`
      UPDATE notice_delivery d
         SET state = o.state, next_try_at = coalesce(o.next_try_at, d.next_try_at), tries = d.tries + 1, claim = NULL,
             problem = o.problem, ended_at = CASE WHEN o.state <> 'waiting' THEN now() END
        FROM ${recordset('o', outcomes, COLUMNS)}
       WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.notice_id = o.notice_id AND d.target_id = o.target_id
         AND d.state = 'waiting' AND d.claim = ${claim}::uuid`;
    await tx.$executeRaw`
      UPDATE notice_channel c
         SET last_delivered_at = CASE WHEN o.state = 'sent' THEN now() ELSE c.last_delivered_at END,
             last_failed_at = CASE WHEN o.state = 'sent' THEN c.last_failed_at ELSE now() END,
             last_problem = CASE WHEN o.state = 'sent' THEN NULL ELSE o.problem END
        FROM (SELECT DISTINCT ON (target_id) * FROM ${recordset('o', outcomes, COLUMNS)} ORDER BY target_id, notice_id DESC) o
       WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = o.target_id AND c.removed_at IS NULL`;
  });
}

function outcomeOf(made: NoticeTry): Outcome {
  if (made.result === 'refused') return { ...made, state: 'failed', nextTryAt: null };
  if (made.result !== 'later') return { ...made, state: made.result, nextTryAt: null };
  const { claimed, askedMs } = made;
  const beganAt = claimed.notice.createdAt;
  const next = nextTryAt({ tries: claimed.tries + 1, beganAt, now: new Date(), askedMs });
  return { ...made, state: next === null ? 'failed' : 'waiting', nextTryAt: next };
}
