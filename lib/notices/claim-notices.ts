import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { ChannelType } from './channel-contract.ts';
import type { ToldNotice } from './notice-contract.ts';

/** So many are sent at once for one business, from each worker. */
export const AT_ONCE = 8;
/** Whoever has not written what became of a notice by then has died; it is sent again, with the same Message-ID. */
export const CLAIM_SECONDS = 90;

/** One notice that is ours to send to one target. */
export type ClaimedNotice = {
  notice: ToldNotice;
  targetId: string;
  via: 'person' | 'channel';
  /** Failed tries before this one. */
  tries: number;
  /** Of a member the account's address, of a channel its own; null if there is neither any more. */
  email: string | null;
  channel: { type: ChannelType; secret: { sealed: Uint8Array; keyId: string } | null } | null;
};

export type ClaimedNotices = { claim: string; claimed: ClaimedNotice[] };

type Row = Omit<ToldNotice, 'id'> & {
  noticeId: string;
  targetId: string;
  via: 'person' | 'channel';
  tries: number;
  email: string | null;
  channelType: ChannelType | null;
  secret: Uint8Array | null;
  keyId: string | null;
};

/** Claims what is due within one tenant, the oldest first; who claims at the same time gets others. None if nothing is due. */
export async function claimNotices(ctx: Ctx): Promise<ClaimedNotices> {
  requirePermission(ctx, 'notice:send');
  const claim = newId();
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      WITH due AS MATERIALIZED (
             SELECT notice_id, target_id FROM notice_delivery
              WHERE tenant_id = ${ctx.tenantId}::uuid AND state = 'waiting' AND next_try_at <= now()
              ORDER BY next_try_at, notice_id LIMIT ${AT_ONCE}::int FOR UPDATE SKIP LOCKED),
           claimed AS (
             UPDATE notice_delivery d
                SET claim = ${claim}::uuid, next_try_at = now() + make_interval(secs => ${CLAIM_SECONDS}::int)
               FROM due
              WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.notice_id = due.notice_id AND d.target_id = due.target_id
             RETURNING d.notice_id, d.target_id, d.via, d.tries)
      SELECT c.notice_id AS "noticeId", c.target_id AS "targetId", c.via, c.tries, n.event, n.type, n.severity, n.title,
             n.body, n.path, n.facts, n.created_at AS "createdAt", h.type AS "channelType", h.secret, h.key_id AS "keyId",
             CASE WHEN c.via = 'person' THEN u.email WHEN h.type = 'email' AND h.removed_at IS NULL THEN h.shown END AS email
        FROM claimed c
        JOIN notice n ON n.tenant_id = ${ctx.tenantId}::uuid AND n.id = c.notice_id
        LEFT JOIN membership m ON m.tenant_id = ${ctx.tenantId}::uuid AND m.user_id = c.target_id AND c.via = 'person'
        LEFT JOIN app_user u ON u.id = m.user_id
        LEFT JOIN notice_channel h ON h.tenant_id = ${ctx.tenantId}::uuid AND h.id = c.target_id AND c.via = 'channel'
       ORDER BY c.notice_id, c.target_id`,
  );
  return { claim, claimed: rows.map(claimedOf) };
}

function claimedOf({ noticeId, targetId, via, tries, email, channelType, secret, keyId, ...told }: Row): ClaimedNotice {
  const sealed = secret === null || keyId === null ? null : { sealed: secret, keyId };
  const channel = channelType === null ? null : { type: channelType, secret: sealed };
  return { notice: { ...told, id: noticeId }, targetId, via, tries, email, channel };
}
