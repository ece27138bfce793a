import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Cursor, readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { eventConditions } from './event-conditions.ts';
import type { AuditFilter, AuditPage, AuditRow } from './list-contract.ts';

const ORDER = 'audit';
const NO_VALUE = '';

export type AuditPageRequest = { limit: number; cursor: string | null };

/** Gives one page of the events that match, the newest first. Throws `invalid_input` for a cursor of another list. */
export async function listAuditEvents(ctx: Ctx, filter: AuditFilter, page: AuditPageRequest): Promise<AuditPage> {
  requirePermission(ctx, 'audit:read');
  const cursor = page.cursor === null ? null : readCursor(page.cursor, ORDER, z.literal(NO_VALUE));
  const isBackward = cursor?.towards === 'previous';
  const rows = await ctx.transaction((tx) => readRows(ctx, tx, filter, page.limit, cursor));
  const hasMore = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (isBackward) shown.reverse();

  const position = positionOf(cursor, shown.length);
  const [first, last] = [shown.at(0), shown.at(-1)];
  const hasNext = isBackward ? cursor !== null : hasMore;
  const hasPrevious = isBackward ? hasMore : cursor !== null;
  const cursorAt = (id: string, towards: Cursor['towards'], place: number) =>
    writeCursor({ order: ORDER, value: NO_VALUE, id, towards, position: place });
  return {
    events: shown,
    position,
    nextCursor: last && hasNext ? cursorAt(last.id, 'next', position + shown.length) : null,
    previousCursor: first && hasPrevious ? cursorAt(first.id, 'previous', position) : null,
  };
}

type Row = Omit<AuditRow, 'actor' | 'subject'> & {
  actorType: AuditRow['actor']['type'];
  actorId: string | null;
  actorName: string;
  subjectType: string;
  subjectId: string | null;
  subjectName: string | null;
  kind: string | null;
  currency: string | null;
};

async function readRows(
  ctx: Ctx,
  tx: TenantTx,
  filter: AuditFilter,
  limit: number,
  cursor: Cursor | null,
): Promise<AuditRow[]> {
  const conditions = await eventConditions(ctx, tx, filter);
  const isBackward = cursor?.towards === 'previous';
  const direction = Prisma.raw(isBackward ? 'ASC' : 'DESC');
  const beyond =
    cursor === null ? Prisma.empty : Prisma.sql`AND e.id ${Prisma.raw(isBackward ? '>' : '<')} ${cursor.id}::uuid`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, e.actor_type AS "actorType",
           e.actor_id AS "actorId", e.actor_name AS "actorName", e.address, e.action, e.subject_type AS "subjectType",
           e.subject_id AS "subjectId", e.before, e.after, e.note, e.correlation_id AS "correlationId",
           coalesce(r.number, r.external_key, k.name, h.name, u.name, s.name, i.file_name, w.url,
                    pr.about_name) AS "subjectName", r.kind, r.currency,
           o.id AS "bulkOperationId"
      FROM (SELECT e.* FROM audit_event e WHERE ${conditions} ${beyond} ORDER BY e.id ${direction} LIMIT ${limit + 1}::int) e
      LEFT JOIN sync_record r ON e.subject_type = 'record' AND r.tenant_id = e.tenant_id AND r.id = e.subject_id
      LEFT JOIN api_key k ON e.subject_type = 'key' AND k.tenant_id = e.tenant_id AND k.id = e.subject_id
      LEFT JOIN hook h ON e.subject_type = 'hook' AND h.tenant_id = e.tenant_id AND h.id = e.subject_id
      LEFT JOIN source s ON e.subject_type = 'source' AND s.tenant_id = e.tenant_id AND s.id = e.subject_id
      LEFT JOIN import_run i ON e.subject_type = 'import' AND i.tenant_id = e.tenant_id AND i.id = e.subject_id
      LEFT JOIN webhook_subscription w ON e.subject_type = 'webhook' AND w.tenant_id = e.tenant_id AND w.id = e.subject_id
      LEFT JOIN problem pr ON e.subject_type = 'problem' AND pr.tenant_id = e.tenant_id AND pr.id = e.subject_id
      LEFT JOIN app_user u ON e.subject_type = 'person' AND u.id = e.subject_id
      LEFT JOIN bulk_operation o ON e.subject_type = 'record' AND o.tenant_id = e.tenant_id
       AND o.id = CASE WHEN e.correlation_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN e.correlation_id::uuid END
     ORDER BY e.id ${direction}`;
  return rows.map(
    ({ actorType, actorId, actorName, subjectType, subjectId, subjectName, kind, currency, ...event }) => ({
      ...event,
      actor: { type: actorType, id: actorId, name: actorName },
      subject: { type: subjectType, id: subjectId, name: subjectName, kind, currency },
    }),
  );
}

function positionOf(cursor: Cursor | null, shown: number): number {
  if (cursor === null) return 0;
  return cursor.towards === 'next' ? cursor.position : Math.max(0, cursor.position - shown);
}
