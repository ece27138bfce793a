import type { Ctx } from '#lib/access/context.ts';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { OffReason } from './webhook-contract.ts';

const NOTES: Record<OffReason, string> = {
  gone: 'The address answered that it is gone (410).',
  failing: 'Nothing has arrived for three days.',
  key_revoked: 'The API key that made it was revoked.',
};

type OffRow = { id: string; url: string; lastProblem: string | null };

/**
 * Switches a subscription off in the transaction of what led to it; with `since`, only if nothing has arrived from then
 * on. What waits keeps waiting, and goes out should somebody turn it on again.
 */
export async function switchOff(
  ctx: Ctx,
  tx: TenantTx,
  subscriptionId: string,
  reason: OffReason,
  since: Date | null = null,
): Promise<void> {
  const isSilent =
    since === null
      ? Prisma.empty
      : Prisma.sql`AND (last_delivered_at IS NULL OR last_delivered_at < ${since}::timestamptz)`;
  await switchOffWhere(ctx, tx, reason, Prisma.sql`id = ${subscriptionId}::uuid ${isSilent}`);
}

/** Switches off what a revoked API key has subscribed to, so that it learns nothing more. */
export async function switchOffOfKey(ctx: Ctx, tx: TenantTx, apiKeyId: string): Promise<void> {
  await switchOffWhere(ctx, tx, 'key_revoked', Prisma.sql`api_key_id = ${apiKeyId}::uuid`);
}

async function switchOffWhere(ctx: Ctx, tx: TenantTx, reason: OffReason, condition: Prisma.Sql): Promise<void> {
  const rows = await tx.$queryRaw<OffRow[]>`
    UPDATE webhook_subscription SET state = 'off', off_reason = ${reason}, changed_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND state IN ('active', 'paused') AND ${condition}
    RETURNING id, url, last_problem AS "lastProblem"`;
  const events = rows.map(
    ({ id, url, lastProblem }): AuditEntry => ({
      action: 'webhook.switched_off',
      subject: { type: 'webhook', id },
      after: { url, reason, ...(lastProblem === null ? {} : { lastProblem }) },
      note: NOTES[reason],
    }),
  );
  await recordAudit(ctx, tx, events);
}
