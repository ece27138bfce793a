import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { everybodysRule, readRules } from './read-rules.ts';
import { type EverybodysRuleInput, readEverybodysRule } from './rule-input.ts';

/** Chooses how everybody hears of one event. Choosing the same again does nothing. Throws `invalid_input`. */
export async function updateRule(ctx: Ctx, input: EverybodysRuleInput): Promise<void> {
  requirePermission(ctx, 'notice:manage');
  const choice = readEverybodysRule(input);
  await ctx.transaction(async (tx) => {
    const { isChosen: _, ...before } = everybodysRule(await readRules(ctx, tx, choice.event), choice.event);
    if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(choice))) return;
    const [known] = await tx.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM notice_channel
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ANY (${choice.channelIds}::uuid[]) AND removed_at IS NULL`;
    if (known.count !== new Set(choice.channelIds).size) {
      throw new AppError('not_found', { message: 'A channel was not found. Load the page anew.' });
    }
    const threshold = choice.threshold === null ? null : JSON.stringify(choice.threshold);
    const [row] = await tx.$queryRaw<[{ id: string }]>`
      INSERT INTO notice_rule (tenant_id, id, event, is_in_app, is_by_email, channel_ids, threshold)
      VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${choice.event}, ${choice.isInApp}, ${choice.isByEmail},
              ${choice.channelIds}::uuid[], ${threshold}::json)
      ON CONFLICT (tenant_id, event, (coalesce(user_id, '00000000-0000-0000-0000-000000000000'))) DO UPDATE
         SET is_in_app = excluded.is_in_app, is_by_email = excluded.is_by_email, channel_ids = excluded.channel_ids,
             threshold = excluded.threshold, changed_at = now()
      RETURNING id`;
    const subject = { type: 'notice_rule', id: row.id } as const;
    await recordAudit(ctx, tx, [{ action: 'notice_rule.changed', subject, before, after: choice }]);
  });
}

function sorted({ channelIds, ...rule }: { channelIds: string[] } & Record<string, unknown>): unknown {
  const { event, isInApp, isByEmail, threshold } = rule;
  return [event, isInApp, isByEmail, threshold, channelIds.toSorted()];
}
