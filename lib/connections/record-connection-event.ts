import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ConnectionEventType } from './connection-contract.ts';

export type ConnectionEventEntry = {
  connectionId: string;
  type: ConnectionEventType;
  /** What was and what is, and why. Never a token. */
  facts: Record<string, unknown>;
  /** Who, in words, where it is not who acts: a sync job's source. */
  byName?: string;
  /** When, by the clock of whoever found it; now, if left out. */
  at?: Date;
};

/** Appends to the time line of a connection, in the transaction of what happened. */
export async function recordConnectionEvent(ctx: Ctx, tx: TenantTx, entry: ConnectionEventEntry): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO connection_event (tenant_id, id, connection_id, at, type, by_name, facts)
    VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${entry.connectionId}::uuid,
            coalesce(${entry.at ?? null}::timestamptz, now()), ${entry.type}, ${entry.byName ?? ctx.actor.name},
            ${JSON.stringify(entry.facts)}::jsonb)`;
}
