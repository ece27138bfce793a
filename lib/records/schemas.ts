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
  accountCode: optionalText(255),
  itemCode: optionalText(255),
  taxCode: optionalText(255),
  taxAmount: amountText.nullish(),
  tracking: z
    .array(z.strictObject({ name: requiredText(255), option: requiredText(255) }))
    .max(20, 'must have at most 20 entries')
    .nullish(),
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
    number: optionalText(255),
    amount: amountText.nullish(),
    currency: currencyCode.nullish(),
    payer: optionalText(255),
    payerEmail: optionalText(255),
    billingOrg: optionalText(255),
    billingOrgEmail: optionalText(255),
    shipmentId: optionalText(255),
    sourceStatus: optionalText(255),
    documentDate: dayText.nullish(),
    dueDate: dayText.nullish(),
    sourceUpdatedAt: instantText.nullish(),
    deleted: z.boolean('must be true or false').optional(),
    lines: z
      .array(lineSchema)
      .max(1000, 'must have at most 1,000 lines')
      .refine((lines) => new Set(lines.map((line) => line.lineNo)).size === lines.length, 'must not repeat a lineNo')
      .optional(),
    applies: z.array(applicationSchema).max(1000, 'must have at most 1,000 entries').optional(),
  })
  .meta({ id: 'RecordInput' });

export type RecordInput = z.output<typeof recordInput>;
export type LineInput = NonNullable<RecordInput['lines']>[number];
export type ApplicationInput = NonNullable<RecordInput['applies']>[number];

/** Text of a search. */
export const searchText = text(200);
