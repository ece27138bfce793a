import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { ConnectionEventType } from './connection-contract.ts';
import type { ConnectionEventPage } from './connection-page-contract.ts';

const ORDER = 'connection events';

type StoredEvent = { id: string; at: Date; type: ConnectionEventType; byName: string; facts: Record<string, unknown> };

/** Gives one page of what happened to a connection, the latest first. Throws `invalid_input` for a cursor of another list. */
export async function listConnectionEvents(
  ctx: Ctx,
  connectionId: string,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<ConnectionEventPage> {
  requirePermission(ctx, 'connection:read');
  if (!isId(connectionId)) return { events: [], nextCursor: null };
  const after = cursor === null ? null : readCursor(cursor, ORDER, z.iso.datetime());
  const beyond =
    after === null ? Prisma.empty : Prisma.sql`AND (e.at, e.id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<StoredEvent[]>`
      SELECT e.id, e.at, e.type, e.by_name AS "byName", e.facts FROM connection_event e
       WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.connection_id = ${connectionId}::uuid ${beyond}
       ORDER BY e.at DESC, e.id DESC LIMIT ${limit + 1}::int`,
  );
  const events = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
  const last = events.at(-1);
  const position = (after?.position ?? 0) + events.length;
  return {
    events,
    nextCursor:
      last !== undefined && rows.length > limit
        ? writeCursor({ order: ORDER, value: last.at, id: last.id, towards: 'next', position })
        : null,
  };
}
