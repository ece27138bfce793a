import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { withWaits } from '#lib/claims/read-waits.ts';
import { addDays } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Cursor, readCursor, writeCursor } from '#lib/db/keyset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { withForecasts } from '#lib/forecasts/with-forecasts.ts';
import type { PageRequest, RecordFilter, RecordPage, Sort } from './list-contract.ts';
import { isoText, ROW_COLUMNS, type StoredRow, toRecordRow } from './row-columns.ts';
import { planSearch } from './search-plan.ts';
import { SORT_COLUMNS } from './sort-columns.ts';
import { recordBranches, unionOf } from './where.ts';

/** Gives one page of the records that match. Throws `invalid_input` for a cursor of another list. */
export async function listRecords(ctx: Ctx, filter: RecordFilter, page: PageRequest): Promise<RecordPage> {
  requirePermission(ctx, 'record:read');
  const order = `${page.sort.key} ${page.sort.direction}`;
  const cursor = page.cursor === null ? null : readCursor(page.cursor, order, SORT_COLUMNS[page.sort.key].values);
  const isBackward = cursor?.towards === 'previous';
  const { shown, records, hasMore } = await ctx.transaction(async (tx) => {
    const rows = await readRows(ctx, tx, filter, page, cursor);
    const shown = rows.slice(0, page.limit);
    if (isBackward) shown.reverse();
    const records = await withForecasts(ctx, tx, await withWaits(ctx, tx, shown.map(toRecordRow)));
    return { shown, hasMore: rows.length > page.limit, records };
  });

  const position = positionOf(cursor, shown.length);
  const first = shown.at(0);
  const last = shown.at(-1);
  const hasNext = isBackward ? cursor !== null : hasMore;
  const hasPrevious = isBackward ? hasMore : cursor !== null;
  return {
    records,
    position,
    nextCursor:
      last && hasNext
        ? writeCursor({ order, ...keyOf(last), towards: 'next', position: position + shown.length })
        : null,
    previousCursor:
      first && hasPrevious ? writeCursor({ order, ...keyOf(first), towards: 'previous', position }) : null,
  };
}

const LONG_DAYS = 365;

type SortedRow = StoredRow & { sortValue: string | number };

async function readRows(
  ctx: Ctx,
  tx: TenantTx,
  filter: RecordFilter,
  { sort, limit }: PageRequest,
  cursor: Cursor | null,
): Promise<SortedRow[]> {
  const branches = recordBranches(ctx, filter, await planSearch(ctx, tx, filter));
  const { column, type } = SORT_COLUMNS[sort.key];
  const isDescending = (sort.direction === 'desc') !== (cursor?.towards === 'previous');
  const direction = Prisma.raw(isDescending ? 'DESC' : 'ASC');
  const beyond =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (r.${column}, r.id) ${Prisma.raw(isDescending ? '<' : '>')} (${cursor.value}::${type}, ${cursor.id}::uuid)`;
  // The default order comes out of the index, row by row. Any other one looks at each record that matches: it reads of
  // them what it sorts by, and fetches the rows of the page afterwards.
  const isIndexed = sort.key === 'date';
  if (!isIndexed && isLong(filter)) {
    // Planned for these very dates: a plan for any dates takes them for few, and sorts what an index has in order.
    await tx.$executeRaw`SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`;
  }
  const matching = unionOf(
    branches.map((branch) => Prisma.sql`${branch} ${beyond}`),
    isIndexed ? Prisma.sql`r.*, r.${column} AS sort_value` : Prisma.sql`r.id, r.${column} AS sort_value`,
    // Ordered each for itself, so that the branches are merged row by row and none is read further than needed.
    Prisma.sql`ORDER BY r.${column} ${direction}, r.id ${direction} LIMIT ${limit + 1}::int`,
  );
  const found = Prisma.sql`(SELECT u.* FROM (${matching}) u ORDER BY u.sort_value ${direction}, u.id ${direction} LIMIT ${limit + 1}::int)`;
  const whole = Prisma.sql`(SELECT r.*, f.sort_value FROM ${found} f
                             JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = f.id)`;
  // One JSON text is read many times faster than fifty rows of forty columns through the driver.
  const [{ page }] = await tx.$queryRaw<[{ page: string }]>`
    SELECT coalesce(json_agg(p), '[]')::text AS page FROM (
      SELECT ${ROW_COLUMNS}, ${sortValue(sort)} AS "sortValue"
        FROM ${isIndexed ? found : whole} r
        JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
       ORDER BY r.sort_value ${direction}, r.id ${direction}) p`;
  return JSON.parse(page) as SortedRow[];
}

/** A year or more. In a shorter range an index of another order could lead through many more records than it holds. */
function isLong({ syncedFrom, syncedTo }: RecordFilter): boolean {
  return syncedFrom !== null && syncedTo !== null && addDays(syncedFrom, LONG_DAYS) <= syncedTo;
}

/** Text for a date, so that its milliseconds come back unchanged; numbers and text as they are. */
function sortValue(sort: Sort): Prisma.Sql {
  return sort.key === 'date' ? isoText(Prisma.sql`r.sort_value`) : Prisma.sql`r.sort_value`;
}

function keyOf(row: SortedRow): { value: string | number; id: string } {
  return { value: row.sortValue, id: row.id };
}

function positionOf(cursor: Cursor | null, shown: number): number {
  if (cursor === null) return 0;
  return cursor.towards === 'next' ? cursor.position : Math.max(0, cursor.position - shown);
}
