import { z } from 'zod';
import { REFERENCE_TYPES, REFERENCE_WORDS, type ReferenceType } from '#lib/reference/reference-contract.ts';
import { DETAILS, documentedRequest, referenceQuery } from '#lib/reference/schemas.ts';
import type { ApiCall, CallExample } from './api-call.ts';
import { ID_EXAMPLE } from './examples.ts';
import { REFERENCE_EXAMPLES } from './reference-examples.ts';

const instant = z.iso.datetime({ offset: true });

/** One result an item, and how far the snapshot is. */
const referenceResults = z
  .strictObject({
    results: z.array(
      z.strictObject({
        index: z.int(),
        result: z.enum(['created', 'updated', 'unchanged', 'rejected']),
        id: z.uuid().nullable(),
        errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
      }),
    ),
    snapshot: z
      .strictObject({
        id: z.string(),
        received: z.int().meta({ description: 'So many different items of this snapshot have come.' }),
        isComplete: z.boolean().meta({ description: 'True when the last call has come and none was lost.' }),
        deactivated: z
          .int()
          .meta({ description: 'So many were made inactive, since the snapshot does not hold them.' }),
      })
      .optional(),
  })
  .meta({ id: 'ReferenceResults' });

const text = z.string().nullable();

/** What an answer has for each field of an item. */
const ANSWERED: Record<string, z.ZodType> = {
  options: z
    .array(z.strictObject({ name: z.string(), code: z.string().nullish(), active: z.boolean().optional() }))
    .nullable(),
};

function pageOf(type: ReferenceType, name: string) {
  const details = Object.fromEntries(Object.keys(DETAILS[type]).map((field) => [field, ANSWERED[field] ?? text]));
  const item = z
    .strictObject({
      id: z.uuid(),
      source: z.string(),
      sourceId: z.string(),
      code: text,
      name: z.string(),
      active: z.boolean(),
      ...details,
      seenAt: instant.meta({ description: 'When the source last sent it.' }),
      updatedAt: instant.meta({ description: 'When it last was another than before.' }),
    })
    .meta({ id: name });
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id: `${name}Page` });
}

const NAMES: Record<ReferenceType, string> = {
  account: 'Account',
  vendor: 'Vendor',
  customer: 'Customer',
  item: 'Item',
  tax_code: 'TaxCode',
  tracking: 'TrackingCategory',
};

const SNAPSHOT_EXAMPLE: CallExample = {
  name: 'snapshot',
  summary: 'The last call of a snapshot of one account',
  body: {
    items: [REFERENCE_EXAMPLES.account],
    snapshot: { id: '2026-11-22 nightly', isLast: true, count: 1 },
  },
  status: 200,
  answer: {
    results: [{ index: 0, result: 'created', id: ID_EXAMPLE }],
    snapshot: { id: '2026-11-22 nightly', received: 1, isComplete: true, deactivated: 0 },
  },
};

/** The calls about the reference data of the source system. */
export const REFERENCE_CALLS: readonly ApiCall[] = REFERENCE_TYPES.flatMap((type): ApiCall[] => {
  const { slug, many } = REFERENCE_WORDS[type];
  const name = NAMES[type];
  const plural = type === 'tracking' ? 'TrackingCategories' : `${name}s`;
  const thing = type === 'tracking' ? 'tracking categories' : many.toLowerCase();
  return [
    {
      method: 'put',
      path: `/reference/${slug}`,
      id: `put${plural}`,
      group: 'Reference data',
      summary: `Create or update up to 1,000 ${thing}`,
      description: [
        'Items are known by the source’s own ids. A field left out keeps its value, null clears it; an item is active unless it says `active: false`.',
        'To replace all of them, send every item within one `snapshot`: the same id in each call, and in the last one `isLast` and the `count` of all. What the snapshot does not hold is inactive from then on; if a call of it was lost, nothing is made inactive and `isComplete` is false.',
      ],
      scope: 'reference:write',
      body: documentedRequest(type, `${plural}Request`),
      answers: [{ status: 200, description: 'One result an item, in order.', schema: referenceResults }],
      examples: [putExample(type), ...(type === 'account' ? [SNAPSHOT_EXAMPLE] : [])],
    },
    {
      method: 'get',
      path: `/reference/${slug}`,
      id: `list${plural}`,
      group: 'Reference data',
      summary: `A page of ${thing}, by name`,
      description: ['Ask again with `cursor` set to the `nextCursor` of the answer until it is null.'],
      scope: 'reference:read',
      query: referenceQuery,
      answers: [{ status: 200, description: `A page of ${thing}.`, schema: pageOf(type, name) }],
      examples: [
        {
          name: 'page',
          summary: 'What was sent above',
          query: { active: 'true' },
          status: 200,
          answer: { items: [listed(type)], nextCursor: null },
        },
      ],
    },
  ];
});

function putExample(type: ReferenceType): CallExample {
  return {
    name: 'one',
    summary: `One ${REFERENCE_WORDS[type].one}`,
    body: { items: [REFERENCE_EXAMPLES[type]] },
    status: 200,
    answer: { results: [{ index: 0, result: 'created', id: ID_EXAMPLE }] },
  };
}

function listed(type: ReferenceType) {
  const { sourceId, name, code = null, ...details } = REFERENCE_EXAMPLES[type];
  const fields = Object.keys(DETAILS[type]).map((field) => [field, details[field] ?? null]);
  return {
    id: ID_EXAMPLE,
    source: 'tms',
    sourceId,
    code,
    name,
    active: true,
    ...Object.fromEntries(fields),
    seenAt: '2026-11-22T02:00:00.000Z',
    updatedAt: '2026-11-22T02:00:00.000Z',
  };
}
