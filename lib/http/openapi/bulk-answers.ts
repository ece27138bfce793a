import { z } from 'zod';
import { BULK_STATES, SKIP_REASONS } from '#lib/bulk/bulk-contract.ts';
import { KINDS, SYNC_STATUSES } from '#lib/records/kinds.ts';

const money = z.string().meta({ pattern: '^-?\\d+\\.\\d{2,4}$', example: '1250.00' });
const instant = z.iso.datetime({ offset: true });
const status = z.enum(SYNC_STATUSES);
const count = z.int();

/** One bulk operation: what it is about, how far it is, and what became of its records. */
export const bulkOperationAnswer = z
  .strictObject({
    id: z.uuid(),
    act: z.enum(['status', 'exclude', 'include', 'undo']),
    target: status.nullable(),
    undoes: z.uuid().nullable().meta({ description: 'The operation that this one undoes.' }),
    state: z.enum(BULK_STATES),
    kinds: z.array(z.enum(KINDS)),
    total: count.nullable().meta({ description: 'Null while the selection is being frozen.' }),
    done: count,
    counts: z.strictObject({ updated: count, unchanged: count, skipped: count, notFound: count }),
    skippedBy: z.partialRecord(z.enum(SKIP_REASONS), count),
    parts: z
      .array(
        z.strictObject({
          syncStatus: status,
          isByHand: z.boolean(),
          isInLedger: z.boolean(),
          isExcluded: z.boolean(),
          count,
          amounts: z.array(z.strictObject({ currency: z.string().nullable(), count, amount: money })),
        }),
      )
      .meta({ description: 'What was selected, by its status at that moment.' }),
    reason: z.string().nullable(),
    referenceNumber: z.string().nullable(),
    brokenReason: z.string().nullable(),
    createdBy: z.strictObject({ type: z.enum(['person', 'api_key', 'job']), name: z.string() }),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    undoableUntil: instant.nullable(),
    undoneBy: z.uuid().nullable(),
  })
  .meta({ id: 'BulkOperation' });
