import { z } from 'zod';
import { connectionReport } from '#lib/connections/report-connection.ts';
import type { ApiCall } from './api-call.ts';
import { ID_EXAMPLE, OTHER_ID_EXAMPLE } from './examples.ts';

const reportAnswer = z
  .strictObject({
    id: z.uuid(),
    result: z.enum(['created', 'duplicate']).meta({ description: 'Duplicate: this source had said the same before.' }),
    connectionId: z.uuid(),
    isConnected: z.boolean().meta({
      description: 'Whether Tieout itself may read this company; false for one that it knows by name alone.',
    }),
  })
  .meta({ id: 'ConnectionReportResult' });

/** The call by which a sync job says how its own link to a ledger is. */
export const CONNECTION_CALLS: readonly ApiCall[] = [
  {
    method: 'post',
    path: '/connections/report',
    id: 'reportConnection',
    group: 'Connections',
    summary: 'Say how the sync job’s own link to a ledger is',
    description: [
      'A sync job writes with a token of its own, which Tieout never sees. Reports are how Tieout can say that this token works, or since when it does not; without them it is “not known”.',
      'Report after each run, and at once when the ledger refuses the token. A company that no record has named yet is listed from then on, as not connected.',
      'The same report of the same source again is answered `duplicate` and changes nothing.',
    ],
    scope: 'connections:report',
    body: connectionReport,
    answers: [{ status: 200, description: 'It is kept.', schema: reportAnswer }],
    examples: [
      {
        name: 'broken',
        summary: 'The ledger refuses the job’s token',
        body: {
          ledger: 'qbo',
          companyId: 'realm-1',
          state: 'broken',
          message: 'invalid_grant: Incorrect or invalid refresh token',
          checkedAt: '2026-11-02T10:30:00Z',
        },
        status: 200,
        answer: { id: ID_EXAMPLE, result: 'created', connectionId: OTHER_ID_EXAMPLE, isConnected: false },
      },
    ],
  },
];
