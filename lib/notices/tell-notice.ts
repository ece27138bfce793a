import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { announceConnection } from './announce-connection.ts';
import { EVENT_OF, type NoticeType, type RaisedNotice } from './notice-contract.ts';
import { wakeNotices } from './wake-notices.ts';

const TITLE_MAX = 255;

/** What is told now, under its id. */
export type Telling = RaisedNotice & { id: string; type: NoticeType };

/**
 * Writes one notice, puts it into the list of everybody who is to hear of it, and sends it where the rules say; to webhooks
 * too if it is about a connection. For raiseNotice and endNotice, which know that it is to be told.
 */
export async function tellNotice(ctx: Ctx, tx: TenantTx, telling: Telling): Promise<void> {
  const { id, problemKey, event, type, severity, title, body, href, subject, facts } = telling;
  const userId = telling.userId ?? null;
  await tx.$executeRaw`
    INSERT INTO notice (tenant_id, id, problem_key, event, type, severity, title, body, path, subject_type, subject_id,
                        facts, user_id)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${problemKey}, ${event}, ${type}, ${severity}, ${cut(title)}, ${body},
            ${href}, ${subject?.type ?? null}, ${subject?.id ?? null}::uuid, ${JSON.stringify(facts)}::json,
            ${userId}::uuid)`;
  await tx.$executeRaw`
    INSERT INTO notice_receipt (tenant_id, user_id, notice_id)
    SELECT ${ctx.tenantId}::uuid, m.user_id, ${id}::uuid ${hearers(ctx, telling, 'is_in_app')}`;
  const sent = await tx.$executeRaw`
    INSERT INTO notice_delivery (tenant_id, notice_id, target_id, via)
    SELECT ${ctx.tenantId}::uuid, ${id}::uuid, m.user_id, 'person' ${hearers(ctx, telling, 'is_by_email')}
    UNION ALL
    SELECT ${ctx.tenantId}::uuid, ${id}::uuid, c.id, 'channel'
      FROM notice_rule r
      JOIN notice_channel c ON c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ANY (r.channel_ids) AND c.removed_at IS NULL
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.event = ${event} AND r.user_id IS NULL AND ${userId}::uuid IS NULL`;
  if (sent > 0) await wakeNotices(tx);
  await announceConnection(ctx, tx, telling);
  // Pages that are open read their count anew.
  await notifyRecordsChanged(ctx, tx, []);
}

/**
 * Gives the members who hear of an event in one way: by their own rule, else by the business's, else by default. Who has a
 * threshold of one's own hears of what crossed that one alone.
 */
function hearers(ctx: Ctx, telling: Telling, way: 'is_in_app' | 'is_by_email'): Prisma.Sql {
  const { event } = telling;
  const userId = telling.userId ?? null;
  const column = Prisma.raw(way);
  const { roles, isInApp, isByEmail } = EVENT_OF[event];
  const byDefault = way === 'is_in_app' ? isInApp : isByEmail;
  return Prisma.sql`
      FROM membership m
      LEFT JOIN notice_rule own
        ON own.tenant_id = ${ctx.tenantId}::uuid AND own.event = ${event} AND own.user_id = m.user_id
      LEFT JOIN notice_rule all_of
        ON all_of.tenant_id = ${ctx.tenantId}::uuid AND all_of.event = ${event} AND all_of.user_id IS NULL
     WHERE m.tenant_id = ${ctx.tenantId}::uuid AND m.roles && ${[...roles]}::text[]
       AND coalesce(own.${column}, all_of.${column}, ${byDefault})
       AND CASE WHEN ${userId}::uuid IS NULL THEN own.threshold IS NULL ELSE m.user_id = ${userId}::uuid END`;
}

function cut(title: string): string {
  return title.length <= TITLE_MAX ? title : `${title.slice(0, TITLE_MAX - 1)}…`;
}
