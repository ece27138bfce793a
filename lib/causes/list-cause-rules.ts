import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { type Cause, isCause } from './causes.ts';
import { messageSkeleton, skeletonId } from './message-skeleton.ts';

/** What a tenant itself says of messages like one. `createdAt` is ISO 8601 in UTC. */
export type OwnCause = {
  /** The message it was said of. */
  message: string;
  cause: Cause;
  createdByName: string;
  createdAt: string;
  /** Failed records whose message it speaks for now. */
  failed: number;
};

const RULES_MAX = 500;
const MESSAGES_MAX = 2_000;

/** Gives the tenant's own causes, the newest first, 500 at most. */
export async function listCauseRules(ctx: Ctx): Promise<OwnCause[]> {
  requirePermission(ctx, 'cause:assign');
  return ctx.transaction(async (tx) => {
    const rules = await tx.$queryRaw<Rule[]>`
      SELECT id, message, cause, created_by_name AS "createdByName", created_at AS "createdAt" FROM cause_rule
       WHERE tenant_id = ${ctx.tenantId}::uuid ORDER BY created_at DESC, id LIMIT ${RULES_MAX}::int`;
    const failed = rules.length === 0 ? new Map<string, number>() : await failedByRule(tx, ctx.tenantId);
    return rules.flatMap(({ id, cause, message, createdByName, createdAt }) =>
      isCause(cause)
        ? {
            message,
            cause,
            createdByName,
            createdAt: createdAt.toISOString(),
            failed: failed.get(id) ?? 0,
          }
        : [],
    );
  });
}

async function failedByRule(tx: TenantTx, tenantId: string): Promise<Map<string, number>> {
  const messages = await tx.$queryRaw<{ message: string; failed: number }[]>`
    SELECT m.message, f.failed
      FROM (SELECT DISTINCT message_id FROM message_diagnosis
             WHERE tenant_id = ${tenantId}::uuid AND is_assigned LIMIT ${MESSAGES_MAX}::int) d
      JOIN error_message m ON m.tenant_id = ${tenantId}::uuid AND m.id = d.message_id
     CROSS JOIN LATERAL (SELECT count(*)::int AS failed FROM sync_record r
                          WHERE r.tenant_id = ${tenantId}::uuid AND r.error_message_id = d.message_id
                            AND r.sync_status = 2 AND r.excluded_at IS NULL) f`;
  const byRule = new Map<string, number>();
  for (const { message, failed } of messages) {
    const id = skeletonId(messageSkeleton(message));
    byRule.set(id, (byRule.get(id) ?? 0) + failed);
  }
  return byRule;
}

type Rule = { id: string; message: string; cause: string; createdByName: string; createdAt: Date };
