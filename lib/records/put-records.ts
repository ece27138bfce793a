import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { FieldError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { applyBatch } from '#lib/ingest/apply-batch.ts';
import { type ItemResult, type Operation, type ReceivedItem, reporterOf } from '#lib/ingest/batch.ts';
import type { RejectedItem } from '#lib/ingest/rejected-items.ts';
import { recordInput } from './schemas.ts';

/**
 * Creates or updates source documents. Takes items as received, gives one result an item, in order; a bad item
 * is refused with its reasons, kept as received, and costs the others nothing.
 */
export async function putRecords(ctx: Ctx, items: readonly ReceivedItem[]): Promise<ItemResult[]> {
  requirePermission(ctx, 'record:write');
  const operations: Operation[] = [];
  const refused: { index: number; item: RejectedItem }[] = [];
  items.forEach((item, index) => {
    const checked = checkRecord(index, item);
    if ('errors' in checked) refused.push({ index, item: { text: item.text, errors: checked.errors } });
    else operations.push(checked);
  });
  return applyBatch(ctx, reporterOf(ctx), { call: 'records', operations, refused });
}

/** Takes a document as received, from whatever carried it; gives it ready to be applied, or what is wrong with it. */
export function checkRecord(
  index: number,
  { value, text }: ReceivedItem,
): Operation | { errors: readonly FieldError[] } {
  const parsed = recordInput.safeParse(value);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  return { index, text, document: parsed.data, reference: parsed.data, attempt: null };
}
