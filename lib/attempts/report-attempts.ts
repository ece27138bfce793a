import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError, type FieldError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { applyBatch } from '#lib/ingest/apply-batch.ts';
import { type ItemResult, type Operation, type ReceivedItem, reporterOf } from '#lib/ingest/batch.ts';
import type { RejectedItem } from '#lib/ingest/rejected-items.ts';
import type { RecordInput } from '#lib/records/schemas.ts';
import { attemptContentHash } from './content-hash.ts';
import { type AttemptInput, attemptInput } from './schemas.ts';

/** How far a job's clock may be ahead of ours. */
const CLOCK_TOLERANCE_MINUTES = 5;
const RAW_MAX = 256 * 1024;
const REFERENCE_FIELDS = new Set(['kind', 'sourceId', 'source']);

/**
 * Reports outcomes. Takes items as received, gives one result an item, in order; a bad item is refused with its
 * reasons, kept as received, and costs the others nothing. An inline record needs the permission to write records.
 */
export async function reportAttempts(ctx: Ctx, items: readonly ReceivedItem[]): Promise<ItemResult[]> {
  requirePermission(ctx, 'attempt:write');
  const operations: Operation[] = [];
  const refused: { index: number; item: RejectedItem }[] = [];
  items.forEach((item, index) => {
    const checked = checkAttempt(index, item);
    if ('errors' in checked) refused.push({ index, item: { text: item.text, errors: checked.errors } });
    else operations.push(checked);
  });
  if (operations.some(({ document }) => document !== null) && !ctx.permissions.has('record:write')) {
    throw new AppError('forbidden', {
      message:
        'This key may report attempts, but not write records: name each record by kind and sourceId alone, or use a key with the scope records:write.',
    });
  }
  return applyBatch(ctx, reporterOf(ctx), { call: 'attempts', operations, refused });
}

/** Takes an attempt as received, from whatever carried it; gives it ready to be applied, or what is wrong with it. */
export function checkAttempt(
  index: number,
  { value, text, raw }: ReceivedItem,
): Operation | { errors: readonly FieldError[] } {
  const parsed = attemptInput.safeParse(value);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const latest = new Date(Date.now() + CLOCK_TOLERANCE_MINUTES * 60_000).toISOString();
  const errors = attemptErrors(parsed.data, raw, latest);
  return errors.length > 0 ? { errors } : toOperation(index, text, raw, parsed.data);
}

function attemptErrors(attempt: AttemptInput, raw: string | null, latest: string): FieldError[] {
  const errors: FieldError[] = [];
  if (attempt.attemptedAt > latest) {
    errors.push({
      field: 'attemptedAt',
      message: `lies more than ${CLOCK_TOLERANCE_MINUTES} minutes in the future; check the clock of the sync job`,
    });
  }
  if (raw !== null && raw.length > RAW_MAX) {
    errors.push({ field: 'raw', message: `must be at most ${RAW_MAX.toLocaleString('en')} characters` });
  }
  if (raw?.includes('\u0000') || raw?.isWellFormed() === false) {
    errors.push({
      field: 'raw',
      message: 'holds the character U+0000 or half of a surrogate pair, which cannot be stored; remove it',
    });
  }
  return errors;
}

function toOperation(index: number, text: string, raw: string | null, parsed: AttemptInput): Operation {
  const { raw: _parsedRaw, ...attempt } = parsed;
  return {
    index,
    text,
    document: isWhole(parsed.record) ? parsed.record : null,
    reference: parsed.record,
    attempt: { ...attempt, rawText: raw, contentHash: attemptContentHash(attempt, raw) },
  };
}

function isWhole(record: RecordInput): boolean {
  return Object.keys(record).some((field) => !REFERENCE_FIELDS.has(field));
}
