import { z } from 'zod';
import { amountText, currencyCode, instantText, optionalText, requiredText } from '#lib/core/schemas.ts';
import { connectionReference, recordInput } from '#lib/records/schemas.ts';

const MESSAGE_MAX = 65_536;

const outcome = z
  .union([z.enum(['complete', 'failed']), z.literal(1), z.literal(2)], 'must be complete (1) or failed (2)')
  .transform((value) => (value === 1 ? 'complete' : value === 2 ? 'failed' : value));

/** One outcome as a sync job reports it. `raw` is checked for size alone: it is kept as received. */
export const attemptInput = z
  .strictObject({
    externalId: requiredText(255).meta({
      description: "The job's own id of this try; a repeated report carries the same.",
    }),
    record: recordInput,
    outcome,
    attemptedAt: instantText,
    connection: connectionReference.nullish(),
    sentAmount: amountText.nullish(),
    sentCurrency: currencyCode.nullish(),
    referenceNumber: optionalText(255),
    syncedAmount: amountText.nullish(),
    syncedCurrency: currencyCode.nullish(),
    syncedLines: z
      .array(
        z.strictObject({
          lineNo: z.int('must be a whole number').min(1, 'must be 1 or more'),
          syncedAmount: amountText,
        }),
      )
      .max(1000, 'must have at most 1,000 lines')
      .nullish(),
    errorCode: optionalText(255),
    errorMessage: optionalText(MESSAGE_MAX),
    raw: z.unknown().optional().meta({ description: 'The answer of the ledger, as JSON or text; kept as received.' }),
  })
  .meta({ id: 'AttemptInput' });

export type AttemptInput = z.output<typeof attemptInput>;
