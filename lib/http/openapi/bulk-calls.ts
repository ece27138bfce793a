import { statusRequest } from '#lib/bulk/status-request.ts';
import type { ApiCall } from './api-call.ts';
import { bulkOperationAnswer } from './bulk-answers.ts';
import { ID_EXAMPLE, OPERATION_EXAMPLE, STATUS_EXAMPLE } from './examples.ts';
import { idPart } from './path-parts.ts';

/** The calls that move many records to another status. */
export const BULK_CALLS: readonly ApiCall[] = [
  {
    method: 'post',
    path: '/records/status',
    id: 'updateStatuses',
    group: 'Statuses',
    summary: 'Move records to another status: those named, or all that match a filter',
    description: [
      'Up to 1,000 records are done when this answers 200; more are answered 202 and go on by themselves: ask GET /bulk-operations/{id}.',
      'With an Idempotency-Key the same call is done once, however late it comes again, and answered with the same operation as it stands then.',
    ],
    scope: 'records:status',
    body: statusRequest,
    answers: [
      { status: 200, description: 'Done.', schema: bulkOperationAnswer },
      { status: 202, description: 'Begun; it goes on by itself.', schema: bulkOperationAnswer },
    ],
    examples: [
      {
        name: 'retry',
        summary: 'Put failed invoices back to Pending',
        body: STATUS_EXAMPLE,
        status: 200,
        answer: OPERATION_EXAMPLE,
      },
    ],
  },
  {
    method: 'get',
    path: '/bulk-operations/{id}',
    id: 'getBulkOperation',
    group: 'Statuses',
    summary: 'How far an operation is, and what became of its records',
    description: ['Read it every few seconds until `finishedAt` is not null.'],
    scope: 'records:status',
    pathParts: [idPart('The id of the operation, as POST /records/status gave it.')],
    answers: [{ status: 200, description: 'The operation as it stands.', schema: bulkOperationAnswer }],
    problems: { 404: 'No such operation in this tenant.' },
    examples: [
      {
        name: 'finished',
        summary: 'An operation that is finished',
        path: { id: ID_EXAMPLE },
        status: 200,
        answer: OPERATION_EXAMPLE,
      },
    ],
  },
];
