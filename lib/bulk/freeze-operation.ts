import type { Ctx } from '#lib/access/context.ts';
import { endRunOutLeases } from '#lib/claims/end-run-out-leases.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import type { BulkSelection } from './bulk-contract.ts';
import { movedColumns } from './former-columns.ts';
import type { StoredOperation } from './read-operation.ts';
import { countOf, type StoredPart } from './stored-parts.ts';

/** What is frozen: a selection, or what another operation changed. */
export type Frozen = BulkSelection | { by: 'undo'; undoes: string };

const standing = (
  ctx: Ctx,
) => Prisma.sql`r.id, r.kind, r.currency, r.amount, r.is_void, r.sync_status AS now_status, r.is_by_hand AS now_by_hand,
  (r.sync_status = 1 OR r.synced_at IS NOT NULL OR r.reference_number IS NOT NULL) AS now_in_ledger,
  r.excluded_at IS NOT NULL AS now_excluded, r.is_tried_after_closing AS now_tried, r.is_in_doubt AS now_in_doubt,
  r.id IN (SELECT h.record_id FROM lease h WHERE h.tenant_id = ${ctx.tenantId}::uuid) AS now_held`;

const PARTS = Prisma.sql`
  SELECT kind, now_status AS "syncStatus", now_by_hand AS "isByHand", now_in_ledger AS "isInLedger",
         now_excluded AS "isExcluded", is_void AS "isVoid", now_tried AS "isTriedAfterClosing", is_changed AS "isChanged",
         now_in_doubt AS "isInDoubt", now_held AS "isHeld", currency, count(*)::int AS count, coalesce(sum(amount), 0)::numeric(30,4)::text AS amount`;

/**
 * Freezes what an operation is about by one statement: each record with its version and the state to go back to, and
 * of all of them how many and how much. Then the operation is a preview.
 */
export async function freezeOperation(ctx: Ctx, tx: TenantTx, id: string, frozen: Frozen): Promise<void> {
  // What ran out is in doubt, and nobody's any more.
  await endRunOutLeases(ctx, tx);
  const relation = await frozenRelation(ctx, tx, frozen);
  const [{ parts }] = await tx.$queryRaw<[{ parts: StoredPart[] }]>`
    WITH frozen AS MATERIALIZED (SELECT row_number() OVER ()::int AS position, f.* FROM (${relation}) f),
         inserted AS (
           INSERT INTO bulk_item (tenant_id, operation_id, position, record_id, version, result, ${FORMER})
           SELECT ${ctx.tenantId}::uuid, ${id}::uuid, position, id, version, CASE WHEN is_changed THEN 'changed_meanwhile' END, ${FORMER}
             FROM frozen)
    SELECT coalesce(json_agg(p), '[]') AS parts FROM (
      ${PARTS} FROM frozen GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) p`;
  const found = countOf(parts);
  const notFound = frozen.by === 'ids' ? await addNotFound(ctx, tx, id, frozen.ids, found) : 0;
  await tx.$executeRaw`
    UPDATE bulk_operation SET state = 'previewed', parts = ${JSON.stringify(parts)}::jsonb, total = ${found + notFound}::int
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state = 'freezing'`;
}

/** Gives the parts that a filter's records would make if they were frozen at this moment. */
export async function unfrozenParts(
  ctx: Ctx,
  tx: TenantTx,
  frozen: Extract<BulkSelection, { by: 'filter' }>,
): Promise<StoredPart[]> {
  const relation = await frozenRelation(ctx, tx, frozen);
  return tx.$queryRaw<StoredPart[]>`${PARTS} FROM (${relation}) f GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;
}

/** Takes an operation that waits to be frozen by a job; gives what it is about. Ids are never left to a job. */
export function frozenOf({ undoes, selection }: StoredOperation): Frozen {
  if (undoes !== null) return { by: 'undo', undoes };
  const stored = selection as Extract<BulkSelection, { by: 'filter' }>;
  if (stored.by !== 'filter') throw new RangeError('Only a filter can be frozen later');
  return { ...stored, filter: { ...EVERY_RECORD, ...stored.filter } };
}

const FORMER = movedColumns((column) => `former_${column}`);
const OWN_STATE = movedColumns((column) => `r.${column} AS former_${column}`);
const ITEM_STATE = movedColumns((column) => `i.former_${column}`);

async function frozenRelation(ctx: Ctx, tx: TenantTx, frozen: Frozen): Promise<Prisma.Sql> {
  const columns = Prisma.sql`${standing(ctx)}, r.version, false AS is_changed, ${OWN_STATE}`;
  switch (frozen.by) {
    case 'ids':
      return Prisma.sql`SELECT ${columns} FROM sync_record r
        WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${[...frozen.ids]}::uuid[])`;
    case 'filter': {
      const matching = await matchingRecords(ctx, tx, frozen.filter, columns);
      if (frozen.exceptIds.length === 0) return matching;
      return Prisma.sql`SELECT * FROM (${matching}) m WHERE NOT m.id = ANY (${[...frozen.exceptIds]}::uuid[])`;
    }
    case 'undo': {
      const isLeft = await leftBy(ctx, tx, frozen.undoes);
      // The version right after the change: whoever came later has the last word.
      return Prisma.sql`SELECT ${standing(ctx)}, i.version + 1 AS version, r.version <> i.version + 1 AS is_changed, ${ITEM_STATE}
          FROM bulk_operation o
          JOIN bulk_item i ON i.tenant_id = o.tenant_id AND i.operation_id = o.id AND i.position <= o.done AND i.result IS NULL
          JOIN sync_record r ON r.tenant_id = i.tenant_id AND r.id = i.record_id
         WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id = ${frozen.undoes}::uuid ${isLeft}`;
    }
    default:
      return frozen satisfies never;
  }
}

/** Where an undo of the same operation was stopped, the next one is about what that one left: nothing else is there to undo. */
async function leftBy(ctx: Ctx, tx: TenantTx, undoes: string): Promise<Prisma.Sql> {
  const [{ count }] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM bulk_operation
     WHERE tenant_id = ${ctx.tenantId}::uuid AND undoes = ${undoes}::uuid AND updated > 0`;
  if (count === 0) return Prisma.empty;
  // The items are new to the planner, which would compare each with each.
  await tx.$executeRaw`SELECT set_config('enable_nestloop', 'off', true)`;
  return Prisma.sql`AND NOT EXISTS (
    SELECT FROM bulk_operation u
      JOIN bulk_item d ON d.tenant_id = u.tenant_id AND d.operation_id = u.id AND d.position <= u.done AND d.result IS NULL
     WHERE u.tenant_id = ${ctx.tenantId}::uuid AND u.undoes = ${undoes}::uuid AND d.record_id = i.record_id)`;
}

/** What was named and is not there is an item too, so that the result can list it. */
function addNotFound(ctx: Ctx, tx: TenantTx, id: string, ids: readonly string[], found: number): Promise<number> {
  const distinct = [...new Set(ids.map((named) => named.toLowerCase()))];
  if (distinct.length === found) return Promise.resolve(0);
  return tx.$executeRaw`
    INSERT INTO bulk_item (tenant_id, operation_id, position, record_id, version, result)
    SELECT ${ctx.tenantId}::uuid, ${id}::uuid, ${found}::int + row_number() OVER ()::int, named.id, 0, 'not_found'
      FROM unnest(${distinct}::uuid[]) AS named(id)
     WHERE NOT EXISTS (SELECT FROM bulk_item i WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${id}::uuid
                                                 AND i.record_id = named.id)`;
}
