import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { optionalText } from '#lib/core/schemas.ts';
import { type BulkOperation, REASON_MAX } from './bulk-contract.ts';
import { readOperation, toOperation } from './read-operation.ts';
import { runClaimed } from './run-bulk-operation.ts';
import { startWithin } from './start-within.ts';

const confirmation = z.strictObject({
  reason: optionalText(REASON_MAX),
  referenceNumber: optionalText(255),
  typedCount: z.int().nullable().default(null),
});

/**
 * Starts what was previewed. A small operation is done when this answers, a larger one is the workers'. Started twice
 * is the same as once. Throws `invalid_input` for what the confirmation lacks, `forbidden` for another's preview.
 */
export async function startBulkOperation(
  ctx: Ctx,
  { id, ...given }: { id: string } & z.input<typeof confirmation>,
): Promise<BulkOperation> {
  requirePermission(ctx, 'record:update_status');
  const parsed = confirmation.safeParse(given);
  if (!parsed.success) {
    const fields = fieldErrors(parsed.error);
    throw new AppError('invalid_input', { message: 'The confirmation is not as it should be.', fields });
  }
  const { reason = null, referenceNumber = null, typedCount } = parsed.data;
  const { operation, claim } = await ctx.transaction(async (tx) => {
    const found = await readOperation(ctx, tx, id);
    if (found.startedAt !== null) return { operation: found, claim: null };
    return startWithin(ctx, tx, found, { reason, referenceNumber, typedCount }, 'call');
  });
  if (claim === null) return toOperation(operation);
  await runClaimed(ctx.tenantId, claim, operation);
  return toOperation(await ctx.transaction((tx) => readOperation(ctx, tx, id)));
}
