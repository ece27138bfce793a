import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { SyncStatus } from './kinds.ts';

/** The records of at most so many messages are looked up by them. */
const MESSAGES_MAX = 1000;

/** Gives the messages of a problem; null where they are too many to look its records up by. */
export async function problemMessages(ctx: Ctx, tx: TenantTx, problemId: string): Promise<string[] | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT d.message_id AS id FROM problem p
      JOIN message_diagnosis d ON d.tenant_id = ${ctx.tenantId}::uuid AND d.problem_key = p.problem_key
     WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = ${problemId}::uuid LIMIT ${MESSAGES_MAX + 1}::int`;
  return rows.length > MESSAGES_MAX ? null : rows.map(({ id }) => id);
}

/**
 * The conditions that a record of one status is of a problem: its last attempt failed with one of the problem's messages,
 * and it names the same connection. It is failed, or was put back to pending since; one that is complete is of none. Few
 * messages are found by their index; where they are many, the records of the cause are walked through.
 */
export function problemConditions(
  ctx: Ctx,
  problemId: string,
  status: SyncStatus,
  messageIds: readonly string[] | null,
): Prisma.Sql[] {
  if (status === 'complete') return [Prisma.sql`false`];
  const ofProblem = (column: string) =>
    Prisma.sql`(SELECT ${Prisma.raw(`p.${column}`)} FROM problem p WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.id = ${problemId}::uuid)`;
  return [
    messageIds === null
      ? Prisma.sql`r.cause = ${ofProblem('cause')}`
      : Prisma.sql`r.error_message_id = ANY (${[...messageIds]}::uuid[])`,
    Prisma.sql`r.connection_id IS NOT DISTINCT FROM ${ofProblem('connection_id')}`,
    // What is told of a message depends on the code beside it too.
    Prisma.sql`EXISTS (SELECT FROM message_diagnosis d
                        WHERE d.tenant_id = r.tenant_id AND d.message_id = r.error_message_id
                          AND d.error_code = coalesce(r.error_code, '') AND d.problem_key = ${ofProblem('problem_key')})`,
  ];
}
