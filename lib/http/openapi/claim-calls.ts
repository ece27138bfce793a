import { claimRequest, extendRequest, releaseRequest } from '#lib/claims/claim-request.ts';
import type { ApiCall } from './api-call.ts';
import { claimAnswer, heldAnswer, releasedAnswer } from './claim-answers.ts';
import { CLAIM_EXAMPLE, CLAIMED_EXAMPLE, ID_EXAMPLE, OTHER_ID_EXAMPLE } from './examples.ts';
import { idPart } from './path-parts.ts';

const CLAIM_ID = idPart('The id of the claim, as POST /claims gave it.');
const NO_CLAIM = { 404: 'No such claim of the key’s source.' };

/** The calls by which a sync job learns what to write, and holds it while it does. */
export const CLAIM_CALLS: readonly ApiCall[] = [
  {
    method: 'post',
    path: '/claims',
    id: 'claimRecords',
    group: 'Claims',
    summary: 'Take pending records to write them to the ledger',
    description: [
      'Hands out the oldest pending records that no other job holds and whose source status is one that is synced; a payment only once every document that it pays is Complete. Each is held for the caller until it reports an outcome with POST /attempts, gives it back, or `leaseUntil` has passed.',
      'A record whose time ran out without a report may be in the ledger: it stays Pending, in doubt, and is handed out again with `checkFirst`.',
      'With an Idempotency-Key the same call is answered with the same claim, with what it holds still.',
    ],
    scope: 'claims:write',
    body: claimRequest,
    answers: [{ status: 200, description: 'What was taken; nothing is no error.', schema: claimAnswer }],
    examples: [
      {
        name: 'invoices',
        summary: 'Take ten invoices for two minutes',
        body: { kind: 'invoice', limit: 10, leaseSeconds: 120 },
        status: 200,
        answer: CLAIM_EXAMPLE,
      },
      {
        name: 'nothing',
        summary: 'Nothing is to be synced',
        body: { kind: 'bill' },
        status: 200,
        answer: { id: null, leaseUntil: null, hasMore: false, records: [] },
      },
    ],
  },
  {
    method: 'post',
    path: '/claims/{id}/extend',
    id: 'extendClaim',
    group: 'Claims',
    summary: 'Hold what was taken longer',
    description: ['What has run out or was reported already is not extended, and not among the records answered.'],
    scope: 'claims:write',
    pathParts: [CLAIM_ID],
    body: extendRequest,
    answers: [{ status: 200, description: 'What the claim holds now.', schema: heldAnswer }],
    problems: NO_CLAIM,
    examples: [
      {
        name: 'all',
        summary: 'Five more minutes for all that is left',
        path: { id: ID_EXAMPLE },
        body: { leaseSeconds: 300 },
        status: 200,
        answer: { id: ID_EXAMPLE, records: [{ id: OTHER_ID_EXAMPLE, leaseUntil: CLAIMED_EXAMPLE.leaseUntil }] },
      },
    ],
  },
  {
    method: 'post',
    path: '/claims/{id}/release',
    id: 'releaseClaim',
    group: 'Claims',
    summary: 'Give back what was not written',
    description: [
      'The next claim may take it at once, and it is not in doubt. Only for what was certainly not written; otherwise report what happened, or let it run out.',
    ],
    scope: 'claims:write',
    pathParts: [CLAIM_ID],
    body: releaseRequest,
    answers: [{ status: 200, description: 'What was given back.', schema: releasedAnswer }],
    problems: NO_CLAIM,
    examples: [
      {
        name: 'all',
        summary: 'The ledger is down',
        path: { id: ID_EXAMPLE },
        body: { reason: 'The ledger is down for maintenance.' },
        status: 200,
        answer: { id: ID_EXAMPLE, released: [OTHER_ID_EXAMPLE] },
      },
    ],
  },
];
