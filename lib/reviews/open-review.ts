import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Day, dayOf } from '#lib/core/dates.ts';
import { newId } from '#lib/core/ids.ts';
import { dayWords } from '#lib/notices/figure-words.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { askForChecks } from './ask-for-checks.ts';

/** The review that is opened: by the clock for a day on which one is due, or by a person now. */
export type OpenedReview = { dueOn: Day; period: 'month' | 'quarter' | 'half_year' | 'by_hand' };

/** Opens a review, has every check run, and tells whoever may sign it. Null if there is one for that day already. */
export async function openReview(ctx: Ctx, { dueOn, period }: OpenedReview): Promise<string | null> {
  requirePermission(ctx, 'connection:check');
  const checkRunIds = await askForChecks(ctx);
  const id = newId();
  return ctx.transaction(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO health_review (tenant_id, id, due_on, period, check_run_ids, opened_by_name)
      VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${dueOn}::date, ${period}, ${checkRunIds}::uuid[], ${ctx.actor.name})
      ON CONFLICT (tenant_id, due_on) WHERE period <> 'by_hand' DO NOTHING`;
    if (made === 0) return null;
    const after = { dueOn, period };
    await recordAudit(ctx, tx, [{ action: 'review.opened', subject: { type: 'review', id }, after }]);
    await raiseNotice(ctx, tx, {
      event: 'health_check.due',
      problemKey: reviewKey(id),
      subject: { type: 'review', id },
      severity: 'warning',
      title: `The health check of ${dayWords(new Date(`${dueOn}T00:00:00Z`), 'UTC', ctx.tenant.locale)} asks for a signature`,
      body: 'It has run by itself. Read what it found, and sign that you did.',
      href: `connections/reviews/${id}`,
      facts: { dueOn },
    });
    return id;
  });
}

/** Opens one by hand, of today. */
export async function openReviewNow(ctx: Ctx): Promise<string> {
  requirePermission(ctx, 'review:sign');
  const opened = await openReview(ctx, { dueOn: dayOf(new Date(), ctx.tenant.timeZone), period: 'by_hand' });
  if (opened === null) throw new Error('A review by hand conflicts with no other.');
  return opened;
}

/** Names the problem that a review is not signed. */
export function reviewKey(id: string): string {
  return `health_check.due:${id}`;
}
