import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { refuseExport } from '#lib/exports/refuse-export.ts';
import type { BulkItem, BulkResult } from './bulk-contract.ts';
import { listBulkItems } from './list-bulk-items.ts';
import { readOperation } from './read-operation.ts';

const PAGE_SIZE = 2_000;

/**
 * Gives all items of an operation, those with one result if asked for, a page at a time, so that memory does not grow
 * with their number. It is an export like any other: audited, and refused to whoever may not export. Throws `not_found`.
 */
export async function downloadBulkItems(
  ctx: Ctx,
  id: string,
  result: BulkResult | null,
): Promise<AsyncGenerator<BulkItem[]>> {
  if (!ctx.permissions.has('export:create')) await refuseExport(ctx, { operationId: id, result });
  requirePermission(ctx, 'export:create');
  await ctx.transaction(async (tx) => {
    const operation = await readOperation(ctx, tx, id);
    const subject = { type: 'bulk_operation', id: operation.id } as const;
    await recordAudit(ctx, tx, [{ action: 'bulk.downloaded', subject, after: { result, total: operation.total } }]);
  });
  return pagesOf(ctx, id, result);
}

async function* pagesOf(ctx: Ctx, id: string, result: BulkResult | null): AsyncGenerator<BulkItem[]> {
  let cursor: string | null = null;
  do {
    const page = await listBulkItems(ctx, id, { result, limit: PAGE_SIZE, cursor });
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
