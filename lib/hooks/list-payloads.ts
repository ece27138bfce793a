import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { FieldError } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import { type Payload, type PayloadState, WAITING_STATES } from './hook-contract.ts';

const TEXT_MAX = 64 * 1024;
const ORDER = 'hook payloads';

export type PayloadRequest = {
  /** Of one hook; null for all. */
  hookId: string | null;
  /** `waiting`: those in the inbox; a state; or `all`. */
  show: 'waiting' | 'all' | PayloadState;
  limit: number;
  cursor: string | null;
};

export type PayloadPage = {
  payloads: Payload[];
  nextCursor: string | null;
  /** How many come before this page's first one. */
  position: number;
};

type Row = Omit<Payload, 'receivedAt' | 'reasons' | 'values' | 'text' | 'settled'> & {
  receivedAt: Date;
  reasons: FieldError[] | null;
  mapped: Record<string, string> | null;
  beginning: Uint8Array;
  settledAt: Date | null;
  settledBy: string | null;
  settledReason: string | null;
};

/** Gives a page of what hooks received, newest first. Throws `invalid_input` for a cursor of another list. */
export async function listPayloads(ctx: Ctx, request: PayloadRequest): Promise<PayloadPage> {
  requirePermission(ctx, 'record:read');
  const { hookId, show, limit } = request;
  const cursor = request.cursor === null ? null : readCursor(request.cursor, ORDER, z.string());
  if (hookId !== null && !isId(hookId)) return { payloads: [], nextCursor: null, position: 0 };
  const ofHook = hookId === null ? Prisma.empty : Prisma.sql`AND p.hook_id = ${hookId}::uuid`;
  const beyond = cursor === null ? Prisma.empty : Prisma.sql`AND p.id < ${cursor.id}::uuid`;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT p.id, p.hook_id AS "hookId", h.name AS "hookName", s.slug AS source, p.received_at AS "receivedAt",
             p.content_type AS "contentType", p.size, p.is_cut AS "isCut", p.state, p.reasons, p.mapped, p.preset,
             p.mapping_version AS "mappingVersion", substr(p.body, 1, ${TEXT_MAX}::int) AS beginning,
             p.attempt_id AS "attemptId", p.record_id AS "recordId", p.settled_at AS "settledAt",
             u.name AS "settledBy", p.settled_reason AS "settledReason"
        FROM (SELECT * FROM hook_payload p
               WHERE p.tenant_id = ${ctx.tenantId}::uuid ${stateCondition(show)} ${ofHook} ${beyond}
               ORDER BY p.id DESC LIMIT ${limit + 1}::int) p
        JOIN hook h ON h.tenant_id = p.tenant_id AND h.id = p.hook_id
        JOIN source s ON s.tenant_id = h.tenant_id AND s.id = h.source_id
        LEFT JOIN app_user u ON u.id = p.settled_by
       ORDER BY p.id DESC`,
  );
  const payloads = rows.slice(0, limit).map(toPayload);
  const position = cursor?.position ?? 0;
  const last = payloads.at(-1);
  const nextCursor =
    last === undefined || rows.length <= limit
      ? null
      : writeCursor({ order: ORDER, value: '', id: last.id, towards: 'next', position: position + payloads.length });
  return { payloads, nextCursor, position };
}

/** Named one by one, so that the index of those that wait is used. */
function stateCondition(show: PayloadRequest['show']): Prisma.Sql {
  if (show === 'all') return Prisma.empty;
  if (show !== 'waiting') return Prisma.sql`AND p.state = ${show}`;
  return Prisma.sql`AND p.state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')`;
}

function toPayload({ beginning, mapped, settledAt, settledBy, settledReason, ...row }: Row): Payload {
  return {
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    reasons: row.reasons ?? [],
    values: mapped ?? {},
    text: textOf(beginning),
    settled: settledAt === null ? null : { at: settledAt.toISOString(), by: settledBy, reason: settledReason },
  };
}

/** What is cut within a character is text all the same. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** Counts what waits in the inbox, by state. */
export async function countWaitingPayloads(ctx: Ctx): Promise<Record<(typeof WAITING_STATES)[number], number>> {
  requirePermission(ctx, 'record:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ state: (typeof WAITING_STATES)[number]; count: number }[]>`
      SELECT state, count(*)::int AS count FROM hook_payload
       WHERE tenant_id = ${ctx.tenantId}::uuid AND state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')
       GROUP BY state`,
  );
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(WAITING_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<
    (typeof WAITING_STATES)[number],
    number
  >;
}
