import type { Ctx } from '#lib/access/context.ts';
import type { ConnectionEventType } from '#lib/connections/connection-contract.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';

/** What happened to a connection, with its facts. */
export type Happened = { type: ConnectionEventType; facts: Record<string, unknown> };

/** Puts what checks found into the connection's time line, in the order given. */
export async function recordHappened(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  events: readonly Happened[],
  now: Date,
): Promise<void> {
  for (const { type, facts } of events) {
    await tx.$executeRaw`
      INSERT INTO connection_event (tenant_id, id, connection_id, at, type, by_name, facts)
      VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${connectionId}::uuid, ${now}::timestamptz, ${type},
              ${ctx.actor.name}, ${JSON.stringify(facts)}::jsonb)`;
  }
}
