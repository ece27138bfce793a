import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readCursor, writeCursor } from '#lib/db/keyset.ts';
import { nameKey } from './name-key.ts';
import {
  REFERENCE_TYPES,
  type ReferenceFilter,
  type ReferenceItem,
  type ReferencePage,
  type ReferenceType,
} from './reference-contract.ts';

const ORDER = 'name';

type Row = Omit<ReferenceItem, 'type'> & { nameKey: string };

/** Gives a page of reference data by name. Throws `invalid_input` for a cursor that is none. */
export async function listReference(
  ctx: Ctx,
  filter: ReferenceFilter,
  page: { limit: number; cursor: string | null },
): Promise<ReferencePage> {
  requirePermission(ctx, 'reference:read');
  const cursor = page.cursor === null ? null : readCursor(page.cursor, ORDER, z.string().max(255));
  const isBackward = cursor?.towards === 'previous';
  const direction = Prisma.raw(isBackward ? 'DESC' : 'ASC');
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (r.name_key, r.id) ${Prisma.raw(isBackward ? '<' : '>')} (${storable(String(cursor.value))}, ${cursor.id}::uuid)`;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<Row[]>`
      SELECT r.id, s.slug AS source, r.external_key AS "sourceId", r.code, r.name, r.name_key AS "nameKey",
             r.is_active AS "isActive", r.details, r.seen_at AS "seenAt", r.updated_at AS "updatedAt"
        FROM reference_item r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
       WHERE ${conditions(ctx, filter)} ${beyond}
       ORDER BY r.name_key ${direction}, r.id ${direction} LIMIT ${page.limit + 1}::int`,
  );
  const hasMore = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (isBackward) shown.reverse();
  const first = cursor?.position ?? 0;
  const position = isBackward ? Math.max(0, first - shown.length) : first;
  const at = (row: Row | undefined, towards: 'next' | 'previous', count: number) =>
    row === undefined ? null : writeCursor({ order: ORDER, value: row.nameKey, id: row.id, towards, position: count });
  return {
    items: shown.map(({ nameKey: _, ...row }) => ({ ...row, type: filter.type })),
    nextCursor: isBackward || hasMore ? at(shown.at(-1), 'next', position + shown.length) : null,
    previousCursor: (isBackward ? hasMore : cursor !== null) ? at(shown[0], 'previous', position) : null,
  };
}

/** Gives how many items of each type match, whatever type the filter names. */
export async function countReference(
  ctx: Ctx,
  filter: Omit<ReferenceFilter, 'type'>,
): Promise<Record<ReferenceType, number>> {
  requirePermission(ctx, 'reference:read');
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ type: string; count: number }[]>`
      SELECT r.type, count(*)::int AS count
        FROM reference_item r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
       WHERE ${conditions(ctx, { ...filter, type: null })} GROUP BY r.type`,
  );
  const counted = REFERENCE_TYPES.map((type) => [type, rows.find((row) => row.type === type)?.count ?? 0]);
  return Object.fromEntries(counted) as Record<ReferenceType, number>;
}

/** A part of the name as names are compared, or of a code or id without case. */
function conditions(
  { tenantId }: Ctx,
  { type, source, isActive, search }: Omit<ReferenceFilter, 'type'> & { type: ReferenceType | null },
): Prisma.Sql {
  const parts = [Prisma.sql`r.tenant_id = ${tenantId}::uuid`];
  if (type !== null) parts.push(Prisma.sql`r.type = ${type}`);
  if (source !== null) parts.push(Prisma.sql`s.slug = ${source}`);
  if (isActive !== null) parts.push(Prisma.sql`r.is_active = ${isActive}`);
  const text = search.trim().toLowerCase();
  if (text !== '') {
    parts.push(Prisma.sql`(position(${nameKey(text)} in r.name_key) > 0 OR position(${text} in lower(r.code)) > 0
                           OR position(${text} in lower(r.external_key)) > 0)`);
  }
  return Prisma.join(parts, ' AND ');
}

/** A cursor comes from outside, and may hold what the database can't. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}
