import { z } from 'zod';
import { recordDetailQuery } from '#lib/records/query-record.ts';
import { recordQuery } from '#lib/records/query-records.ts';
import { recordInput } from '#lib/records/schemas.ts';
import { recordDetailAnswer, recordsAnswer, resultsAnswer } from './answers.ts';
import type { ApiCall } from './api-call.ts';
import { ID_EXAMPLE, LISTED_EXAMPLE, RECORD_DETAIL_EXAMPLE, RECORD_EXAMPLE } from './examples.ts';
import { idPart } from './path-parts.ts';

const recordsRequest = z
  .strictObject({ records: z.array(recordInput).min(1).max(1000) })
  .meta({ id: 'RecordsRequest' });

/** The calls about source documents. */
export const RECORD_CALLS: readonly ApiCall[] = [
  {
    method: 'put',
    path: '/records',
    id: 'putRecords',
    group: 'Records',
    summary: 'Create or update up to 1,000 source documents',
    description: [
      'A document that is new to Tieout becomes a record with the sync status Pending. A field left out keeps its value, null clears it, and `lines: []` means no lines.',
      'One result an item comes back, in order. A bad item is answered `rejected` with its errors and costs the others nothing; the same document again is `unchanged`.',
    ],
    scope: 'records:write',
    body: recordsRequest,
    answers: [{ status: 200, description: 'One result an item, in order.', schema: resultsAnswer }],
    examples: [
      {
        name: 'invoice',
        summary: 'An invoice with its lines',
        body: { records: [RECORD_EXAMPLE] },
        status: 200,
        answer: { results: [{ index: 0, result: 'created', id: ID_EXAMPLE }] },
      },
      {
        name: 'rejected',
        summary: 'A bad item beside a good one',
        body: {
          records: [
            { kind: 'bill', sourceId: 'bill_7', amount: 12.5, currency: 'USD' },
            { kind: 'bill', sourceId: 'bill_8', amount: '12.50', currency: 'USD', payee: 'Fuel Co' },
            { kind: 'bill', sourceId: 'bill_9', amount: '12.50', currency: 'USD' },
          ],
        },
        status: 200,
        answer: {
          results: [
            {
              index: 0,
              result: 'rejected',
              id: null,
              errors: [{ field: 'amount', message: 'must be a decimal in quotes, such as "1250.00"' }],
            },
            {
              index: 1,
              result: 'rejected',
              id: null,
              errors: [{ field: 'payee', message: 'is not a field of this object; remove it or correct its name' }],
            },
            { index: 2, result: 'created', id: ID_EXAMPLE },
          ],
        },
      },
    ],
  },
  {
    method: 'get',
    path: '/records',
    id: 'listRecords',
    group: 'Records',
    summary: 'A page of records, the newest sync date first',
    description: [
      'Ask again with `cursor` set to the `nextCursor` of the answer, and the same filters, until it is null. A page holds 50 records unless `limit` says otherwise.',
      'Of the sync statuses, Pending has no sync date, so `from` and `to` do not apply to it.',
    ],
    scope: 'records:read',
    query: recordQuery,
    answers: [{ status: 200, description: 'A page of records.', schema: recordsAnswer }],
    examples: [
      {
        name: 'failed',
        summary: 'The failed invoices',
        query: { kind: 'invoice', syncStatus: 'failed', limit: '1', count: 'exact' },
        status: 200,
        answer: { records: [LISTED_EXAMPLE], nextCursor: null, total: 1, isTotalExact: true },
      },
    ],
  },
  {
    method: 'get',
    path: '/records/{id}',
    id: 'getRecord',
    group: 'Records',
    summary: 'One record with its lines, attempts and events',
    description: [
      'Attempts and events come newest first, each with the words as they were received.',
      'An answer holds at most 200 attempts, and fewer where their payloads are large. Ask again with `attemptsCursor` set to its `earlierAttemptsCursor` for those before them, until it is null.',
    ],
    scope: 'records:read',
    pathParts: [idPart('The id of the record, as the lists and results give it.')],
    query: recordDetailQuery,
    answers: [{ status: 200, description: 'The record whole.', schema: recordDetailAnswer }],
    problems: { 404: 'No such record in this tenant.' },
    examples: [
      {
        name: 'record',
        summary: 'A record that failed once',
        path: { id: ID_EXAMPLE },
        status: 200,
        answer: RECORD_DETAIL_EXAMPLE,
      },
    ],
  },
];
