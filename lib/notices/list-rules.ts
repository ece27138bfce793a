import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { EVENT_OF, NOTICE_EVENTS, type NoticeEvent } from './notice-contract.ts';
import { everybodysRule, readRules } from './read-rules.ts';
import type { NoticeRule, OwnRule } from './rule-contract.ts';

/** Gives what everybody is told, event by event. */
export async function listRules(ctx: Ctx): Promise<NoticeRule[]> {
  requirePermission(ctx, 'notice:manage');
  const stored = await ctx.transaction((tx) => readRules(ctx, tx));
  return NOTICE_EVENTS.map((event) => everybodysRule(stored, event));
}

/** Gives what the person who asks is told: the events that the person's roles hear of, and what was chosen differently. */
export async function listOwnRules(ctx: Ctx): Promise<OwnRule[]> {
  requirePermission(ctx, 'notice:read');
  const { stored, roles } = await ctx.transaction(async (tx) => {
    const member = await tx.membership.findUnique({
      where: { tenantId_userId: { tenantId: ctx.tenantId, userId: ctx.actor.id ?? ctx.tenantId } },
      select: { roles: true },
    });
    return { stored: await readRules(ctx, tx), roles: member?.roles ?? [] };
  });
  const isHeard = (event: NoticeEvent) => EVENT_OF[event].roles.some((role) => roles.includes(role));
  return NOTICE_EVENTS.filter(isHeard).map((event) => ({
    event,
    own: stored.find((rule) => rule.event === event && rule.userId === ctx.actor.id && rule.userId !== null) ?? null,
    everybody: everybodysRule(stored, event),
  }));
}
