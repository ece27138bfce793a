import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { writeCursor } from '#lib/db/keyset.ts';
import type { RecordFilter, Sort } from './list-contract.ts';
import { listRecords } from './list-records.ts';
import { isoText } from './row-columns.ts';
import { SORT_COLUMNS } from './sort-columns.ts';

/** The ids of the records before and after one; null at an end of the list. */
export type Neighbours = { previousId: string | null; nextId: string | null };

/**
 * Gives what stands before and after a record in a list, by its place in the list's order, so that it does not matter
 * on which page that is, nor whether the record itself still matches. Throws `not_found`.
 */
export async function findNeighbours(ctx: Ctx, filter: RecordFilter, sort: Sort, id: string): Promise<Neighbours> {
  requirePermission(ctx, 'record:read');
  if (!isId(id)) throw notFound('The record');
  const { column } = SORT_COLUMNS[sort.key];
  const value = sort.key === 'date' ? isoText(Prisma.sql`r.${column}`) : Prisma.sql`r.${column}`;
  const [place] = await ctx.transaction(
    (tx) => tx.$queryRaw<{ value: string | number }[]>`
      SELECT ${value} AS value FROM sync_record r WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${id}::uuid`,
  );
  if (place === undefined) throw notFound('The record');
  const order = `${sort.key} ${sort.direction}`;
  const beside = async (towards: 'next' | 'previous') => {
    const cursor = writeCursor({ order, value: place.value, id, towards, position: 0 });
    const { records } = await listRecords(ctx, filter, { sort, limit: 1, cursor });
    return records[0]?.id ?? null;
  };
  const [previousId, nextId] = await Promise.all([beside('previous'), beside('next')]);
  return { previousId, nextId };
}
