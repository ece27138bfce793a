import { z } from 'zod';
import { KINDS } from '#lib/records/kinds.ts';

const money = z.string().meta({ pattern: '^-?\\d+\\.\\d{2,4}$', example: '1250.00' });
const instant = z.iso.datetime({ offset: true });
const day = z.iso.date();
const text = z.string().nullable();

/** One record as a sync job is given it. */
export const claimedRecordAnswer = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(KINDS),
    source: z.string(),
    sourceId: z.string(),
    idempotencyKey: z.string().meta({
      description:
        'The same for the same content of the same record, whoever claims it: pass it on to the ledger, so that it writes the document once.',
    }),
    contentVersion: z.int(),
    checkFirst: z.boolean().meta({
      description: 'A job took it before and said nothing: look in the ledger whether it is there before you write it.',
    }),
    leaseUntil: instant,
    referenceNumber: text.meta({
      description: 'Its number in the ledger if it was written before: update that one, do not create another.',
    }),
    number: text,
    amount: money.nullable(),
    currency: text,
    payer: text,
    payerEmail: text,
    billingOrg: text,
    billingOrgEmail: text,
    shipmentId: text,
    sourceStatus: text,
    documentDate: day.nullable(),
    dueDate: day.nullable(),
    pendingSince: instant,
    connection: z
      .strictObject({ ledger: z.enum(['qbo', 'xero']), companyId: z.string(), companyName: z.string() })
      .nullable(),
    lines: z.array(
      z.strictObject({
        lineNo: z.int(),
        description: text,
        quantity: text,
        unitAmount: text,
        amount: money.nullable(),
        accountCode: text,
        itemCode: text,
        taxCode: text,
        taxAmount: money.nullable(),
        tracking: z.array(z.strictObject({ name: z.string(), option: z.string() })).nullable(),
      }),
    ),
    applies: z.array(
      z.strictObject({
        kind: z.enum(KINDS),
        sourceId: z.string(),
        recordId: z.uuid().nullable(),
        number: text,
        referenceNumber: text.meta({ description: 'The number in the ledger of the document that it pays.' }),
        amount: money,
      }),
    ),
  })
  .meta({ id: 'ClaimedRecord' });

/** What a job took. */
export const claimAnswer = z
  .strictObject({
    id: z.uuid().nullable().meta({ description: 'Null when there was nothing to take.' }),
    leaseUntil: instant.nullable().meta({ description: 'When the first of its records is held no more.' }),
    hasMore: z.boolean().meta({ description: 'Another call may find more at once, also when this one found nothing.' }),
    records: z.array(claimedRecordAnswer).meta({ description: 'The oldest first.' }),
  })
  .meta({ id: 'Claim' });

/** What a claim still holds. */
export const heldAnswer = z
  .strictObject({
    id: z.uuid(),
    records: z
      .array(z.strictObject({ id: z.uuid(), leaseUntil: instant }))
      .meta({ description: 'What the claim took and is not here is lost to it, or was reported: leave it alone.' }),
  })
  .meta({ id: 'HeldRecords' });

/** What a claim gave back. */
export const releasedAnswer = z
  .strictObject({ id: z.uuid(), released: z.array(z.uuid()) })
  .meta({ id: 'ReleasedRecords' });
