import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { optionalText, requiredText } from '#lib/core/schemas.ts';
import { kindSchema } from '#lib/records/schemas.ts';
import { CLAIM_DEFAULT, CLAIM_MAX, LEASE_SECONDS_DEFAULT, LEASE_SECONDS_MAX } from './claim-contract.ts';

const REASON_MAX = 2_000;

const leaseSeconds = z
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(
    LEASE_SECONDS_MAX,
    `must be at most ${LEASE_SECONDS_MAX.toLocaleString('en')}; extend the claim to hold it longer`,
  )
  .default(LEASE_SECONDS_DEFAULT);

const recordIds = z
  .array(z.uuid('must be the id of a record'))
  .min(1, 'must have at least one entry; leave it out for all that the claim holds')
  .max(CLAIM_MAX, `must have at most ${CLAIM_MAX.toLocaleString('en')} entries`)
  .optional()
  .meta({ description: 'Ids of records of the claim; all that it still holds if left out.' });

/** What `POST /claims` takes. */
export const claimRequest = z
  .strictObject({
    kind: kindSchema.optional().meta({ description: 'Records of this kind alone; of every kind if left out.' }),
    sources: z
      .array(requiredText(64))
      .min(1, 'must have at least one entry; leave it out for the source of the key')
      .max(100, 'must have at most 100 entries')
      .optional()
      .meta({ description: "Slugs: records of these sources; of the key's own source if left out." }),
    limit: z
      .int('must be a whole number')
      .min(1, 'must be 1 or more')
      .max(CLAIM_MAX, `must be at most ${CLAIM_MAX.toLocaleString('en')}`)
      .default(CLAIM_DEFAULT),
    leaseSeconds: leaseSeconds.meta({
      description: 'How long the records are held for the caller. Report, extend or release them before.',
    }),
    idempotencyKey: requiredText(255).optional().meta({
      description:
        'The same call with the same key is answered with the same claim, as far as it still holds its records. The header Idempotency-Key means the same.',
    }),
  })
  .meta({ id: 'ClaimRequest' });
export type ClaimRequest = z.output<typeof claimRequest>;

/** What `POST /claims/{id}/extend` takes. */
export const extendRequest = z
  .strictObject({
    leaseSeconds: leaseSeconds.meta({ description: 'From now on. It never ends earlier than before.' }),
    recordIds,
  })
  .meta({ id: 'ExtendRequest' });

/** What `POST /claims/{id}/release` takes. */
export const releaseRequest = z
  .strictObject({
    recordIds,
    reason: optionalText(REASON_MAX).meta({ description: 'Why nothing was written; shown with each record.' }),
  })
  .meta({ id: 'ReleaseRequest' });

/** Takes a body; gives it parsed. Throws `invalid_input` with each field. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const message = 'Nothing was done: the call is not as it should be.';
  throw new AppError('invalid_input', { message, fields: fieldErrors(parsed.error) });
}
