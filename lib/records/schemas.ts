import { z } from 'zod';
import {
  amountText,
  currencyCode,
  dayText,
  instantText,
  optionalText,
  quantityText,
  requiredText,
  text,
} from '#lib/core/schemas.ts';
import { KINDS } from './kinds.ts';

export const kindSchema = z.enum(KINDS, `must be one of ${KINDS.join(', ')}`);

const slug = requiredText(64).regex(/^[a-z0-9][a-z0-9-]*$/, 'must be a slug of small letters, digits and hyphens');

export const connectionReference = z
  .strictObject({ ledger: z.enum(['qbo', 'xero'], 'must be qbo or xero'), companyId: requiredText(255) })
  .meta({ description: 'The company in the ledger: a QuickBooks Online realm id or a Xero organisation id.' });

const lineSchema = z.strictObject({
  lineNo: z.int('must be a whole number').min(1, 'must be 1 or more').max(100_000, 'must be at most 100,000'),
  description: optionalText(4000),
  quantity: quantityText.nullish(),
  unitAmount: quantityText.nullish(),
  amount: amountText.nullish(),
  accountCode: optionalText(255).meta({ description: 'The account in the ledger that the line is booked to.' }),
  itemCode: optionalText(255),
  taxCode: optionalText(255),
  taxAmount: amountText.nullish(),
  tracking: z
    .array(z.strictObject({ name: requiredText(255), option: requiredText(255) }))
    .max(20, 'must have at most 20 entries')
    .nullish()
    .meta({ description: 'Classes, locations or tracking categories, by name and option.' }),
});

const applicationSchema = z.strictObject({
  kind: z.enum(['invoice', 'bill'], 'must be invoice or bill'),
  sourceId: requiredText(255),
  amount: amountText,
});

/** What names a record: its kind and its id in the source system. */
export const recordReference = {
  kind: kindSchema,
  sourceId: requiredText(255).meta({ description: 'The id of the document in the source system.' }),
  source: slug.optional().meta({ description: "The source's slug, if it is not the key's own." }),
};

/** One source document as a sync job reports it. A field left out keeps its value, null clears it. */
export const recordInput = z
  .strictObject({
    ...recordReference,
    connection: connectionReference.nullish(),
    number: optionalText(255).meta({ description: 'The number that people know the document by.' }),
    amount: amountText
      .nullish()
      .meta({ description: 'The total with tax, negative for a credit; of a payment, the amount paid.' }),
    currency: currencyCode.nullish(),
    payer: optionalText(255).meta({ description: 'Who pays, on invoices and their payments.' }),
    payerEmail: optionalText(255),
    billingOrg: optionalText(255).meta({ description: 'The organisation that bills.' }),
    billingOrgEmail: optionalText(255),
    shipmentId: optionalText(255).meta({ description: 'The shipment or job that it is about.' }),
    sourceStatus: optionalText(255).meta({
      description:
        'The source system’s own state of the document, such as Created, Approved or Void: it decides whether a record is ready to be synced.',
    }),
    documentDate: dayText.nullish().meta({ description: 'The day that is printed on the document.' }),
    dueDate: dayText.nullish(),
    sourceUpdatedAt: instantText.nullish().meta({
      description: 'When the source last changed it. Older data than is known is answered unchanged and stale.',
    }),
    deleted: z.boolean('must be true or false').optional().meta({
      description:
        'True when it is void or deleted in the source. Nothing is deleted in Tieout: it is excluded, or flagged where the ledger has it already.',
    }),
    lines: z
      .array(lineSchema)
      .max(1000, 'must have at most 1,000 lines')
      .refine((lines) => new Set(lines.map((line) => line.lineNo)).size === lines.length, 'must not repeat a lineNo')
      .optional(),
    applies: z
      .array(applicationSchema)
      .max(1000, 'must have at most 1,000 entries')
      .optional()
      .meta({ description: 'Of a payment: the invoices or bills that it pays, and how much of each.' }),
  })
  .meta({ id: 'RecordInput' });

export type RecordInput = z.output<typeof recordInput>;
export type LineInput = NonNullable<RecordInput['lines']>[number];
export type ApplicationInput = NonNullable<RecordInput['applies']>[number];

/** Text of a search. */
export const searchText = text(200);
