import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { SUBJECTS } from './duplicate-contract.ts';
import { wakeDuplicateSearch } from './wake-worker.ts';

/** Has duplicates looked for now. A search that is under way is left to itself. */
export async function requestSearch(ctx: Ctx): Promise<void> {
  requirePermission(ctx, 'duplicate:dismiss');
  await ctx.transaction(async (tx) => {
    const asked = await tx.$queryRaw<{ subject: string }[]>`
      INSERT INTO duplicate_search AS s (tenant_id, subject)
      SELECT ${ctx.tenantId}::uuid, unnest(${[...SUBJECTS]}::text[])
      ON CONFLICT (tenant_id, subject) DO UPDATE SET due_at = date_trunc('milliseconds', now()), tries = 0
       WHERE s.runner IS NULL AND s.due_at > now() RETURNING subject`;
    if (asked.length === 0) return;
    await recordAudit(ctx, tx, [{ action: 'duplicate.search_asked', subject: { type: 'duplicate', id: null } }]);
    await wakeDuplicateSearch(tx);
  });
}
