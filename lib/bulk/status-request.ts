import { z } from 'zod';
import { dayText, optionalText, requiredText } from '#lib/core/schemas.ts';
import { KINDS, SYNC_STATUSES, statusOfNumber } from '#lib/records/kinds.ts';
import { EVERY_RECORD, type RecordFilter } from '#lib/records/list-contract.ts';
import { kindSchema, searchText } from '#lib/records/schemas.ts';
import { NAMED_MAX, REASON_MAX } from './bulk-contract.ts';

const status = z.union(
  [z.enum(SYNC_STATUSES), z.literal([0, 1, 2]).transform(statusOfNumber)],
  `must be one of ${SYNC_STATUSES.join(', ')}, or 0, 1, 2`,
);

const filter = z
  .strictObject({
    kind: kindSchema.optional(),
    syncStatus: status.optional(),
    from: dayText.optional(),
    to: dayText.optional(),
    q: searchText.optional(),
  })
  .refine((value) => Object.values(value).some((part) => part !== undefined), 'must have at least one condition')
  .meta({ description: 'The same conditions as the query of GET /records; all records that match at this moment.' });

/** What `POST /records/status` takes. */
export const statusRequest = z
  .strictObject({
    ids: z
      .array(z.uuid('must be the id of a record'))
      .min(1, 'must have at least one entry')
      .max(NAMED_MAX, `must have at most ${NAMED_MAX.toLocaleString('en')} entries; use a filter for more`)
      .optional(),
    filter: filter.optional(),
    target: status,
    reason: optionalText(REASON_MAX).meta({
      description: 'Required for Complete and Failed, and to put a complete record back to Pending.',
    }),
    referenceNumber: optionalText(255).meta({
      description: 'The number in the ledger; for a single record that becomes Complete.',
    }),
    idempotencyKey: requiredText(255).optional().meta({
      description: 'The same as the header Idempotency-Key, which goes before it and is the way to write it.',
      deprecated: true,
    }),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    path: ['ids'],
    message: 'or filter is required, and not both',
  })
  .meta({ id: 'StatusRequest' });
export type StatusRequest = z.output<typeof statusRequest>;

/** Gives the filter that the request's conditions mean. */
export function filterOf({ kind, syncStatus, from, to, q }: NonNullable<StatusRequest['filter']>): RecordFilter {
  return {
    ...EVERY_RECORD,
    kinds: kind === undefined ? KINDS : [kind],
    syncStatus: syncStatus ?? 'all',
    syncedFrom: from ?? null,
    syncedTo: to ?? null,
    search: q ?? '',
  };
}
