import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import type { NoticeEvent } from './notice-contract.ts';
import { readRules } from './read-rules.ts';
import { type OwnRuleInput, readOwnRule } from './rule-input.ts';

/** Chooses how the person who asks hears of one event, whatever holds for everybody. Throws `invalid_input`, `forbidden`. */
export async function updateOwnRule(ctx: Ctx, input: OwnRuleInput): Promise<void> {
  requirePermission(ctx, 'notice:read');
  const userId = personOf(ctx);
  const choice = readOwnRule(input);
  await ctx.transaction(async (tx) => {
    const { event, isInApp, isByEmail } = choice;
    const before = (await readRules(ctx, tx, event)).find((rule) => rule.userId === userId);
    const threshold = choice.threshold === null ? null : JSON.stringify(choice.threshold);
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO notice_rule AS r (tenant_id, id, event, user_id, is_in_app, is_by_email, threshold)
      VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${event}, ${userId}::uuid, ${isInApp}, ${isByEmail},
              ${threshold}::json)
      ON CONFLICT (tenant_id, event, (coalesce(user_id, '00000000-0000-0000-0000-000000000000'))) DO UPDATE
         SET is_in_app = excluded.is_in_app, is_by_email = excluded.is_by_email, threshold = excluded.threshold,
             changed_at = now()
       WHERE r.is_in_app <> excluded.is_in_app OR r.is_by_email <> excluded.is_by_email
          OR r.threshold::text IS DISTINCT FROM excluded.threshold::text
      RETURNING id`;
    if (row === undefined) return;
    const subject = { type: 'notice_rule', id: row.id } as const;
    const shown = before && { isInApp: before.isInApp, isByEmail: before.isByEmail, threshold: before.threshold };
    await recordAudit(ctx, tx, [{ action: 'notice_rule.changed', subject, before: shown, after: choice }]);
  });
}

/** Takes the own choice back, so that what holds for everybody holds for the person too. */
export async function resetOwnRule(ctx: Ctx, event: NoticeEvent): Promise<void> {
  requirePermission(ctx, 'notice:read');
  const userId = personOf(ctx);
  await ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ id: string; isInApp: boolean; isByEmail: boolean }[]>`
      DELETE FROM notice_rule
       WHERE tenant_id = ${ctx.tenantId}::uuid AND event = ${event} AND user_id = ${userId}::uuid
      RETURNING id, is_in_app AS "isInApp", is_by_email AS "isByEmail"`;
    if (row === undefined) return;
    const { id, ...before } = row;
    const subject = { type: 'notice_rule', id } as const;
    await recordAudit(ctx, tx, [{ action: 'notice_rule.changed', subject, before: { event, ...before } }]);
  });
}

function personOf({ actor }: Ctx): string {
  if (actor.type === 'person') return actor.id;
  throw new AppError('forbidden', { message: 'Only a person has notices of the own.' });
}
