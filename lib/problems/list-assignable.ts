import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Assignable } from './problem-contract.ts';

/** Gives the members whom a problem can be given to, by name. */
export function listAssignable(ctx: Ctx): Promise<Assignable[]> {
  requirePermission(ctx, 'problem:read');
  return ctx.transaction(
    (tx) => tx.$queryRaw<Assignable[]>`
      SELECT u.id, u.name, u.email FROM membership m JOIN app_user u ON u.id = m.user_id
       WHERE m.tenant_id = ${ctx.tenantId}::uuid AND 'accounting_sync' = ANY (m.roles)
       ORDER BY lower(u.name), u.id`,
  );
}
