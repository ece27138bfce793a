import type { Ctx } from '#lib/access/context.ts';
import type { NoticeEvent, RaisedNotice } from '#lib/notices/notice-contract.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

/** Raises a problem as whoever finds one does; gives the notice's id. */
export function raise(ctx: Ctx, more: Partial<RaisedNotice> = {}): Promise<string | null> {
  const raised: RaisedNotice = {
    event: 'connection.lost',
    problemKey: 'connection.lost:1',
    subject: null,
    severity: 'problem',
    title: 'QuickBooks Online refuses Acme Inc',
    body: 'The authorisation was revoked.\nAn admin has to connect anew.',
    href: 'connections/1',
    facts: { reason: 'revoked' },
    ...more,
  };
  return ctx.transaction((tx) => raiseNotice(ctx, tx, raised));
}

export type NoticeDeliveryRow = {
  notice_id: string;
  target_id: string;
  state: string;
  tries: number;
  problem: string | null;
  claim: string | null;
};

/** Reads what became of a tenant's notices, the oldest first. */
export function noticeDeliveries({ info }: TestTenant): Promise<NoticeDeliveryRow[]> {
  return asAdministrator<NoticeDeliveryRow>(
    `SELECT notice_id, target_id, state, tries, problem, claim FROM notice_delivery WHERE tenant_id = $1
      ORDER BY notice_id, target_id`,
    [info.id],
  );
}

/** Lets the time of the next tries come. */
export async function makeNoticesDue({ info }: TestTenant): Promise<void> {
  await asAdministrator(
    `UPDATE notice_delivery SET next_try_at = now() - interval '1 second' WHERE tenant_id = $1 AND state = 'waiting'`,
    [info.id],
  );
}

export type ToldRow = { event: NoticeEvent; type: string; title: string; body: string; facts: Record<string, unknown> };

/** Reads all that was told within a tenant, the oldest first. */
export function toldIn({ info }: TestTenant): Promise<ToldRow[]> {
  return asAdministrator<ToldRow>(
    'SELECT event, type, title, body, facts FROM notice WHERE tenant_id = $1 ORDER BY id',
    [info.id],
  );
}
