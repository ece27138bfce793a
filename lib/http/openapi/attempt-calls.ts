import { z } from 'zod';
import { attemptInput } from '#lib/attempts/schemas.ts';
import { resultsAnswer } from './answers.ts';
import type { ApiCall } from './api-call.ts';
import { ATTEMPT_EXAMPLE, ID_EXAMPLE, OTHER_ID_EXAMPLE } from './examples.ts';

const attemptsRequest = z
  .strictObject({ attempts: z.array(attemptInput).min(1).max(1000) })
  .meta({ id: 'AttemptsRequest' });

/** The calls about the outcomes of sync jobs. */
export const ATTEMPT_CALLS: readonly ApiCall[] = [
  {
    method: 'post',
    path: '/attempts',
    id: 'reportAttempts',
    group: 'Attempts',
    summary: 'Report up to 1,000 outcomes',
    description: [
      'Each names its record by `kind` and `sourceId`, or carries it whole, which then is created or updated first. An outcome of a record that nobody has sent yet is kept with `matched: false`, and links itself when the record comes.',
      'The same `externalId` with the same content is `duplicate` and changes nothing; with other content it is `rejected`. So a report that got no answer is simply sent again.',
    ],
    scope: 'attempts:write',
    body: attemptsRequest,
    answers: [{ status: 200, description: 'One result an item, in order.', schema: resultsAnswer }],
    examples: [
      {
        name: 'failed',
        summary: 'A try that failed',
        body: { attempts: [ATTEMPT_EXAMPLE] },
        status: 200,
        answer: {
          results: [{ index: 0, result: 'created', id: OTHER_ID_EXAMPLE, recordId: ID_EXAMPLE, matched: true }],
        },
      },
      {
        name: 'complete',
        summary: 'A try that arrived, with its record inline',
        body: {
          attempts: [
            {
              externalId: 'SY12346',
              record: { kind: 'bill', sourceId: 'bill_204', number: 'B-204', amount: '480.00', currency: 'USD' },
              outcome: 'complete',
              attemptedAt: '2026-11-02T10:31:00Z',
              referenceNumber: '1183',
              syncedAmount: '480.00',
            },
          ],
        },
        status: 200,
        answer: {
          results: [{ index: 0, result: 'created', id: OTHER_ID_EXAMPLE, recordId: ID_EXAMPLE, matched: true }],
        },
      },
    ],
  },
];
