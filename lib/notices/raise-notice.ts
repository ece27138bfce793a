import { createHash } from 'node:crypto';
import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RaisedNotice } from './notice-contract.ts';
import { tellNotice } from './tell-notice.ts';

/**
 * Tells of a problem, once: when it is new, when it came back after it was over, and when its severity or its facts differ
 * from what was told last. Otherwise it does nothing, so that whoever finds problems may call it again and again, also from
 * several workers at once. Within the transaction of what was found; gives the notice's id, or null if nothing was told.
 */
export async function raiseNotice(ctx: Ctx, tx: TenantTx, raised: RaisedNotice): Promise<string | null> {
  const id = newId();
  const { problemKey, event } = raised;
  const told = await tx.$executeRaw`
    INSERT INTO notice_problem AS p (tenant_id, problem_key, event, told_hash, notice_id)
    VALUES (${ctx.tenantId}::uuid, ${problemKey}, ${event}, ${hashOf(raised)}::bytea, ${id}::uuid)
    ON CONFLICT (tenant_id, problem_key) DO UPDATE
       SET event = excluded.event, told_hash = excluded.told_hash, notice_id = excluded.notice_id, ended_at = NULL,
           opened_at = CASE WHEN p.ended_at IS NULL THEN p.opened_at ELSE excluded.opened_at END
     WHERE p.ended_at IS NOT NULL OR p.told_hash <> excluded.told_hash`;
  if (told === 0) return null;
  await tellNotice(ctx, tx, { ...raised, id, type: isNews(raised) ? 'news' : 'problem' });
  return id;
}

/** A digest is of its day and has no end. */
function isNews({ event }: RaisedNotice): boolean {
  return event === 'digest.daily' || event === 'digest.weekly' || event === 'failures.new_kind';
}

function hashOf({ event, severity, facts }: RaisedNotice): Uint8Array<ArrayBuffer> {
  const ordered = Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify([event, severity, ordered]);
  return Uint8Array.from(createHash('sha256').update(text).digest());
}
