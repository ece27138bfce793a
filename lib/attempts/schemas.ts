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
    record: recordInput.meta({
      description: 'Its record, by kind and sourceId alone, or whole, to be created or updated first.',
    }),
    outcome: outcome.meta({ description: 'Whether the ledger has it now: complete (1) or failed (2).' }),
    attemptedAt: instantText.meta({
      description: 'When the job tried. It decides which of several attempts is the last.',
    }),
    connection: connectionReference.nullish(),
    sentAmount: amountText
      .nullish()
      .meta({ description: 'What the job sent to the ledger, if other than the amount of the record.' }),
    sentCurrency: currencyCode.nullish(),
    referenceNumber: optionalText(255).meta({ description: 'The ledger’s number or id of what was written.' }),
    syncedAmount: amountText
      .nullish()
      .meta({ description: 'The total that the ledger took. With the amount it makes Total vs Synced.' }),
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
    errorCode: optionalText(255).meta({ description: 'The ledger’s or the job’s code of what went wrong.' }),
    errorMessage: optionalText(MESSAGE_MAX).meta({
      description: 'The ledger’s exact words, which people are shown unchanged.',
    }),
    raw: z.unknown().optional().meta({ description: 'The answer of the ledger, as JSON or text; kept as received.' }),
  })
  .meta({ id: 'AttemptInput' });

export type AttemptInput = z.output<typeof attemptInput>;
