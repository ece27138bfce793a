import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { SyncStatus } from './kinds.ts';

/**
 * The conditions that a record of one status is of a problem: its last attempt failed with one of the problem's messages,
 * and it names the same connection. It is failed, or was put back to pending since; one that is complete is of none.
 */
export function problemConditions(ctx: Ctx, problemId: string, status: SyncStatus): Prisma.Sql[] {
  if (status === 'complete') return [Prisma.sql`false`];
  return [
    // The messages first, since they have an index; what is told of one depends on the code beside it too.
    Prisma.sql`r.error_message_id = ANY (ARRAY(
      SELECT d.message_id FROM problem p
        JOIN message_diagnosis d ON d.tenant_id = p.tenant_id AND d.problem_key = p.problem_key
       WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = ${problemId}::uuid))`,
    Prisma.sql`EXISTS (
      SELECT FROM problem p
        JOIN message_diagnosis d ON d.tenant_id = p.tenant_id AND d.problem_key = p.problem_key
       WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = ${problemId}::uuid
         AND p.connection_id IS NOT DISTINCT FROM r.connection_id
         AND d.message_id = r.error_message_id AND d.error_code = coalesce(r.error_code, ''))`,
  ];
}
