import type { ApiCall } from './api-call.ts';

/** The call that gives the contract itself. */
export const CONTRACT_CALLS: readonly ApiCall[] = [
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getContract',
    group: 'Contract',
    summary: 'This document as OpenAPI 3.1',
    description: ['Made from the schemas that check every call, so the two can’t differ. It needs no key.'],
    scope: 'public',
    answers: [{ status: 200, description: 'OpenAPI 3.1.', schema: null }],
    examples: [],
  },
];
