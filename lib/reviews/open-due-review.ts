import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { dayOf } from '#lib/core/dates.ts';
import { tenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import { lastDue } from './due-days.ts';
import { openReview } from './open-review.ts';

/** Opens the review of the period that has begun, if there is none yet and the business was there by then. */
export async function openDueReview(ctx: Ctx, now: Date): Promise<void> {
  requirePermission(ctx, 'notice:send');
  const due = await ctx.transaction(async (tx) => {
    const { reviewEvery } = await tenantSettings(ctx, tx);
    const dueOn = lastDue(dayOf(now, ctx.tenant.timeZone), reviewEvery);
    if (dueOn === null || reviewEvery === 'off') return null;
    const [row] = await tx.$queryRaw<[{ createdAt: Date; isThere: boolean }]>`
      SELECT t.created_at AS "createdAt", EXISTS (
               SELECT FROM health_review r WHERE r.tenant_id = t.id AND r.due_on >= ${dueOn}::date
                  AND r.period <> 'by_hand') AS "isThere"
        FROM tenant t WHERE t.id = ${ctx.tenantId}::uuid`;
    const isYoung = dayOf(row.createdAt, ctx.tenant.timeZone) > dueOn;
    return row.isThere || isYoung ? null : { dueOn, period: reviewEvery };
  });
  if (due !== null) await openReview(ctx, due);
}
