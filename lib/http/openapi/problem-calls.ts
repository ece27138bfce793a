import { problemQuery } from '#lib/problems/query-problems.ts';
import type { ApiCall } from './api-call.ts';
import { ATTEMPT_EXAMPLE, ID_EXAMPLE, OTHER_ID_EXAMPLE } from './examples.ts';
import { idPart } from './path-parts.ts';
import { problemDetailAnswer, problemsAnswer } from './problem-answers.ts';

const AT = ATTEMPT_EXAMPLE.attemptedAt.replace('Z', '.000Z');

const PROBLEM_EXAMPLE = {
  id: ID_EXAMPLE,
  title: 'Vendor Acme Corp has no default expense account',
  cause: 'missing_account_mapping',
  isGuess: false,
  about: { type: 'vendor', name: 'Acme Corp', id: null },
  connection: null,
  state: 'open',
  assignedTo: null,
  dueOn: null,
  muted: null,
  figures: {
    failed: 1,
    waiting: 0,
    kinds: [{ kind: 'invoice', failed: 1, waiting: 0 }],
    money: [{ currency: 'USD', amount: '1250.00', records: 1 }],
    oldestOn: '2026-10-31',
    oldestFailedAt: AT,
  },
  firstSeenAt: AT,
  lastSeenAt: AT,
  openedAt: AT,
  solvedAt: null,
  solvedHow: null,
  reopenedCount: 0,
  version: 1,
};
const TREND = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** The calls about failures by cause and object. */
export const PROBLEM_CALLS: readonly ApiCall[] = [
  {
    method: 'get',
    path: '/problems',
    id: 'listProblems',
    group: 'Problems',
    summary: 'Failures by cause and object, with the money they block',
    description: [
      'Hundreds of failures are usually a few problems. Each is one cause of one object in one connection, such as a vendor without a default account.',
      'Figures are gathered a few seconds after records change; `gatheredAt` says when.',
    ],
    scope: 'records:read',
    query: problemQuery,
    answers: [{ status: 200, description: 'A page of problems.', schema: problemsAnswer }],
    examples: [
      {
        name: 'money',
        summary: 'What blocks the most money',
        query: { sort: 'money' },
        status: 200,
        answer: {
          problems: [{ ...PROBLEM_EXAMPLE, trend: TREND }],
          nextCursor: null,
          states: { open: 1, acknowledged: 0, waiting: 0, muted: 0, solved: 0 },
          unexplained: { records: 0, money: [] },
          gatheredAt: AT,
        },
      },
    ],
  },
  {
    method: 'get',
    path: '/problems/{id}',
    id: 'getProblem',
    group: 'Problems',
    summary: 'One problem with the exact messages behind it and what was done',
    description: [
      'A solved problem says what proved it, in `solution`. Its records while it is not: `GET /records` with `problem`.',
    ],
    scope: 'records:read',
    pathParts: [idPart('The id of the problem, as the list gives it.')],
    answers: [{ status: 200, description: 'The problem whole.', schema: problemDetailAnswer }],
    problems: { 404: 'No such problem in this tenant.' },
    examples: [
      {
        name: 'problem',
        summary: 'A vendor without a default account',
        path: { id: ID_EXAMPLE },
        status: 200,
        answer: {
          ...PROBLEM_EXAMPLE,
          trend: TREND,
          messages: [
            {
              messageId: OTHER_ID_EXAMPLE,
              errorCode: ATTEMPT_EXAMPLE.errorCode,
              message: ATTEMPT_EXAMPLE.errorMessage,
              isAssigned: false,
              failed: 1,
              waiting: 0,
            },
          ],
          furtherMessages: 0,
          events: [
            {
              id: OTHER_ID_EXAMPLE,
              at: AT,
              actor: { type: 'job', name: 'problems' },
              action: 'problem.opened',
              before: null,
              after: { cause: 'missing_account_mapping', about: 'Acme Corp', records: 1 },
              note: null,
            },
          ],
          solution: null,
          workedBefore: [],
        },
      },
    ],
  },
];
