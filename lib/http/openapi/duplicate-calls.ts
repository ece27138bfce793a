import { z } from 'zod';
import {
  CONTACT_REASONS,
  DOCUMENT_REASONS,
  PAIR_KINDS,
  PAIR_STATES,
  SUBJECTS,
} from '#lib/duplicates/duplicate-contract.ts';
import { duplicateQuery } from '#lib/duplicates/query-duplicates.ts';
import { LEDGERS } from '#lib/ledgers/ledger-names.ts';
import type { ApiCall } from './api-call.ts';
import { ID_EXAMPLE, OTHER_ID_EXAMPLE } from './examples.ts';

const instant = z.iso.datetime({ offset: true });
const sum = z.strictObject({ currency: z.string(), amount: z.string() });

const side = z
  .strictObject({
    id: z.string().meta({ description: 'The ledger’s own id, or the record’s.' }),
    name: z.string().meta({ description: 'A contact’s name, a document’s number.' }),
    party: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    taxNumber: z.string().nullable(),
    code: z.string().nullable(),
    currency: z.string().nullable(),
    amount: z.string().nullable(),
    documentDate: z.string().nullable(),
    isGone: z.boolean(),
  })
  .meta({ id: 'DuplicateSide' });

const page = z
  .strictObject({
    duplicates: z.array(
      z
        .strictObject({
          id: z.uuid(),
          subject: z.enum(SUBJECTS).meta({
            description: 'Contacts or documents of a ledger, or records that the source sent twice.',
          }),
          kind: z.enum(PAIR_KINDS),
          state: z.enum(PAIR_STATES),
          connectionId: z.uuid().nullable(),
          ledger: z.enum(LEDGERS).nullable(),
          score: z.int().meta({ description: 'How sure it is, from 0 to 100. Nothing below 60 is listed.' }),
          reasons: z.array(
            z.strictObject({ code: z.enum([...CONTACT_REASONS, ...DOCUMENT_REASONS]), says: z.string() }),
          ),
          count: z.int().meta({ description: 'How many look alike; two of them are in `sides`.' }),
          sides: z.array(side),
          money: z.array(sum).meta({ description: 'What depends on it, one sum a currency.' }),
          foundAt: instant,
          lastSeenAt: instant,
          dismissed: z.strictObject({ at: instant, by: z.string(), reason: z.string() }).nullable(),
        })
        .meta({ id: 'Duplicate' }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DuplicatePage' });

const NOTHING = { party: null, phone: null, taxNumber: null, code: null, amount: null, documentDate: null };

/** The call that lists what looks as if it were in a ledger twice. */
export const DUPLICATE_CALLS: readonly ApiCall[] = [
  {
    method: 'get',
    path: '/duplicates',
    id: 'listDuplicates',
    group: 'Connections',
    summary: 'What looks as if it were in a ledger twice',
    description: [
      'Customers and vendors that look like one, and bills and invoices that look entered twice, with why. It is a guess to be looked at by a person: nothing is merged or deleted by Tieout.',
      'Ask again with `cursor` set to the `nextCursor` of the answer until it is null.',
    ],
    scope: 'records:read',
    query: duplicateQuery,
    answers: [{ status: 200, description: 'A page, the surest first.', schema: page }],
    examples: [
      {
        name: 'page',
        summary: 'Two customers that look like one',
        query: { about: 'contacts' },
        status: 200,
        answer: {
          duplicates: [
            {
              id: ID_EXAMPLE,
              subject: 'contact',
              kind: 'customer',
              state: 'open',
              connectionId: OTHER_ID_EXAMPLE,
              ledger: 'qbo',
              score: 96,
              reasons: [
                { code: 'name_spelling', says: 'names differ by a letter or two' },
                { code: 'email_same', says: 'same e-mail address' },
              ],
              count: 2,
              sides: [
                { ...NOTHING, id: '58', name: 'Acme Retail', email: 'ap@acme.example', currency: 'USD', isGone: false },
                { ...NOTHING, id: '91', name: 'Acme Retial', email: 'ap@acme.example', currency: 'USD', isGone: false },
              ],
              money: [{ currency: 'USD', amount: '1250.00' }],
              foundAt: '2026-11-22T02:00:00.000Z',
              lastSeenAt: '2026-11-22T08:00:00.000Z',
              dismissed: null,
            },
          ],
          nextCursor: null,
        },
      },
    ],
  },
];
