import { z } from 'zod';
import { ITEM_STATES, LIST_TYPES, LIST_WORDS } from '#lib/ledger-lists/list-contract.ts';
import { ledgerListQuery } from '#lib/ledger-lists/query-ledger-list.ts';
import { LEDGER_ENVIRONMENTS, LEDGERS } from '#lib/ledgers/ledger-names.ts';
import type { ApiCall } from './api-call.ts';
import { ID_EXAMPLE } from './examples.ts';
import { idPart } from './path-parts.ts';

const instant = z.iso.datetime({ offset: true });
const SLUGS = LIST_TYPES.map((type) => LIST_WORDS[type].slug);

const connections = z
  .strictObject({
    connections: z.array(
      z
        .strictObject({
          id: z.uuid(),
          ledger: z.enum(LEDGERS),
          environment: z.enum(LEDGER_ENVIRONMENTS),
          companyId: z
            .string()
            .meta({ description: 'The ledger’s own id of the company: QuickBooks’ realm, Xero’s tenant.' }),
          companyName: z.string(),
          status: z.enum(['not_connected', 'connected', 'lost', 'disconnected']),
          lists: z
            .array(z.strictObject({ type: z.enum(SLUGS), readAt: instant, active: z.int() }))
            .meta({ description: 'The lists that were read from beginning to end, when, and their active entries.' }),
        })
        .meta({ id: 'Connection' }),
    ),
  })
  .meta({ id: 'Connections' });

const ledgerList = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          ledgerId: z.string().meta({ description: 'The ledger’s own id of it: what documents refer to it by.' }),
          code: z.string().nullable(),
          name: z.string(),
          email: z.string().nullable(),
          currency: z.string().nullable(),
          state: z.enum(ITEM_STATES),
          details: z.record(z.string(), z.unknown()).meta({ description: 'What else the ledger says of it.' }),
          ledgerUpdatedAt: instant.nullable().meta({ description: 'When the ledger says that it last changed.' }),
          changedAt: instant.meta({ description: 'When Tieout last saw it to be another than before.' }),
        })
        .meta({ id: 'LedgerItem' }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'LedgerListPage' });

/** The calls by which sync jobs look up what the ledger holds. */
export const LEDGER_LIST_CALLS: readonly ApiCall[] = [
  {
    method: 'get',
    path: '/connections',
    id: 'listConnections',
    group: 'Connections',
    summary: 'The companies in ledgers, and which of their lists were read',
    description: ['Each company that Tieout is connected to, or that records name.'],
    scope: 'reference:read',
    answers: [{ status: 200, description: 'Every connection, by the name of its company.', schema: connections }],
    examples: [
      {
        name: 'one',
        summary: 'One company, of which the customers were read',
        status: 200,
        answer: {
          connections: [
            {
              id: ID_EXAMPLE,
              ledger: 'qbo',
              environment: 'production',
              companyId: 'realm-1',
              companyName: 'Acme Inc',
              status: 'not_connected',
              lists: [{ type: 'customers', readAt: '2026-11-22T02:00:00.000Z', active: 1 }],
            },
          ],
        },
      },
    ],
  },
  {
    method: 'get',
    path: '/connections/{id}/lists/{type}',
    id: 'listLedgerItems',
    group: 'Connections',
    summary: 'A page of one of a ledger’s lists, by name',
    description: [
      'The accounts, customers, vendors, items, tax codes, tracking options or currencies of a company as Tieout last read them, so that a job can map to the ledger’s own ids without reading them itself.',
      'Ask again with `cursor` set to the `nextCursor` of the answer until it is null.',
    ],
    scope: 'reference:read',
    pathParts: [
      idPart('The connection’s id, as `GET /connections` gives it.'),
      {
        name: 'type',
        description: 'Which list.',
        schema: { type: 'string', enum: SLUGS },
        example: 'customers',
      },
    ],
    query: ledgerListQuery,
    answers: [{ status: 200, description: 'A page of the list.', schema: ledgerList }],
    examples: [
      {
        name: 'page',
        summary: 'The active customers',
        path: { type: 'customers' },
        query: { state: 'active' },
        status: 200,
        answer: {
          items: [
            {
              ledgerId: '58',
              code: null,
              name: 'Acme Retail',
              email: 'ap@acme.example',
              currency: 'USD',
              state: 'active',
              details: { company: 'Acme Retail Inc' },
              ledgerUpdatedAt: '2026-11-20T09:14:03.000Z',
              changedAt: '2026-11-22T02:00:00.000Z',
            },
          ],
          nextCursor: null,
        },
      },
    ],
  },
];
