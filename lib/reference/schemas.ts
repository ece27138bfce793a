import { z } from 'zod';
import { currencyCode, optionalText, quantityText, requiredText, text } from '#lib/core/schemas.ts';
import type { ReferenceType } from './reference-contract.ts';

export const REFERENCE_ITEMS_MAX = 1000;
const OPTIONS_MAX = 1000;

const slug = requiredText(64).regex(/^[a-z0-9][a-z0-9-]*$/, 'must be a slug of small letters, digits and hyphens');
const described = (description: string, max = 255) => optionalText(max).meta({ description });

const party = {
  email: optionalText(255),
  phone: optionalText(255),
  taxNumber: described('The number under which it pays tax, such as a VAT number or an EIN.'),
  currency: currencyCode.nullish(),
  accountNumber: described('The number that the two businesses use for the account between them.'),
  parent: described('The sourceId of what it belongs to.'),
};

/** What an item of each type may have besides its name and code. A field left out keeps its value, null clears it. */
export const DETAILS = {
  account: {
    accountType: described('Such as Expense, Income or Accounts payable: the words of the source system.'),
    description: optionalText(4000),
    parent: described('The sourceId of the account above it.'),
    currency: currencyCode.nullish(),
    taxCode: described('The code of the tax that it is booked with.'),
  },
  vendor: party,
  customer: party,
  item: {
    itemType: described('Such as Service or Inventory.'),
    description: optionalText(4000),
    unitAmount: quantityText.nullish(),
    salesAccount: described('The code of the account that its sales are booked to.'),
    purchaseAccount: described('The code of the account that its purchases are booked to.'),
    taxCode: described('The code of the tax that it is sold with.'),
    parent: described('The sourceId of what it belongs to.'),
  },
  tax_code: {
    rate: quantityText.nullish().meta({ description: 'In percent, such as "8.875".' }),
    taxType: described('Such as Sales or Purchase.'),
    description: optionalText(4000),
  },
  tracking: {
    options: z
      .array(
        z.strictObject({
          name: requiredText(255),
          code: optionalText(255),
          active: z.boolean('must be true or false').optional(),
        }),
      )
      .max(OPTIONS_MAX, `must have at most ${OPTIONS_MAX.toLocaleString('en')} entries`)
      .nullish()
      .meta({ description: 'What the category may be set to, such as the names of regions.' }),
  },
} as const satisfies Record<ReferenceType, z.ZodRawShape>;

const base = {
  sourceId: requiredText(255).meta({ description: "The source system's own id of it." }),
  name: requiredText(255),
  code: described('The code or number that documents name it by.'),
  active: z
    .boolean('must be true or false')
    .optional()
    .meta({ description: 'False once it may not be used any more. Left out, it is active.' }),
};

/** One item of a type as a source sends it. */
export const REFERENCE_INPUTS = {
  account: z.strictObject({ ...base, ...DETAILS.account }).meta({ id: 'AccountInput' }),
  vendor: z.strictObject({ ...base, ...DETAILS.vendor }).meta({ id: 'VendorInput' }),
  customer: z.strictObject({ ...base, ...DETAILS.customer }).meta({ id: 'CustomerInput' }),
  item: z.strictObject({ ...base, ...DETAILS.item }).meta({ id: 'ItemInput' }),
  tax_code: z.strictObject({ ...base, ...DETAILS.tax_code }).meta({ id: 'TaxCodeInput' }),
  tracking: z.strictObject({ ...base, ...DETAILS.tracking }).meta({ id: 'TrackingInput' }),
} as const satisfies Record<ReferenceType, z.ZodType>;

/** What an item is after it was checked; which details there are depends on its type. */
export type ReferenceInput = {
  sourceId: string;
  name: string;
  code?: string | null | undefined;
  active?: boolean | undefined;
  details: Record<string, unknown>;
};

/** A whole replacement, page by page: what none of its pages held is inactive once it is complete. */
export const snapshotInput = z
  .strictObject({
    id: requiredText(255).meta({
      description: 'Your name for this snapshot, the same in each of its calls, and new for each snapshot.',
    }),
    isLast: z.boolean('must be true or false').optional().meta({ description: 'True in its last call.' }),
    count: z
      .int('must be a whole number')
      .min(0, 'must be 0 or more')
      .max(10_000_000, 'must be at most 10,000,000')
      .optional()
      .meta({
        description:
          'With isLast: how many items the whole snapshot has, so that a lost page can’t make items inactive.',
      }),
  })
  .refine(({ isLast, count }) => isLast !== true || count !== undefined, {
    path: ['count'],
    message: 'is required with isLast: how many items the whole snapshot has',
  });

const envelope = {
  source: slug.optional().meta({ description: "The source's slug, if it is not the key's own." }),
  snapshot: snapshotInput.optional(),
};

/** The body of a call, whose items are checked one by one. */
export const referenceRequest = z
  .strictObject({
    ...envelope,
    items: z
      .array(z.unknown(), 'must be a list')
      .max(
        REFERENCE_ITEMS_MAX,
        `must have at most ${REFERENCE_ITEMS_MAX.toLocaleString('en')} items; send the rest in another call`,
      ),
  })
  .refine(({ items, snapshot }) => items.length > 0 || snapshot?.isLast === true, {
    path: ['items'],
    message: 'must have at least one item',
  });

/** The same body as the contract documents it, with the items of one type. */
export function documentedRequest(type: ReferenceType, id: string) {
  return z.strictObject({ ...envelope, items: z.array(REFERENCE_INPUTS[type]).max(REFERENCE_ITEMS_MAX) }).meta({ id });
}

/** What `GET /reference/{type}` takes: every part is optional. */
export const referenceQuery = z.strictObject({
  source: slug.optional().meta({ description: 'The slug of one source.' }),
  active: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .optional()
    .meta({ description: 'Only what is active, or only what is not.' }),
  q: text(200).optional().meta({ description: 'A part of the name, the code or the sourceId.' }),
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(REFERENCE_ITEMS_MAX, `must be at most ${REFERENCE_ITEMS_MAX.toLocaleString('en')}`)
    .default(50),
  cursor: z.string().max(1000, 'must be a nextCursor of the same list').optional(),
});
