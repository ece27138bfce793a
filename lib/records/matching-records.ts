import type { Ctx } from '#lib/access/context.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RecordFilter } from './list-contract.ts';
import { planSearch } from './search-plan.ts';
import { recordBranches, unionOf } from './where.ts';

/**
 * Gives the relation of the given columns of `sync_record r` of all records that match, however many: for the nouns
 * that work over a whole list, such as bulk acts and exports, so that they mean the same records as the list.
 */
export async function matchingRecords(
  ctx: Ctx,
  tx: TenantTx,
  filter: RecordFilter,
  columns: Prisma.Sql,
): Promise<Prisma.Sql> {
  return unionOf(recordBranches(ctx, filter, await planSearch(ctx, tx, filter)), columns);
}
