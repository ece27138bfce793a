import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { answerOnce } from '#lib/http/idempotency/answer-once.ts';
import { beginCall, type CallKey, forgetCall, keepAnswer } from '#lib/http/idempotency/stored-call.ts';
import { countReference, listReference } from '#lib/reference/list-reference.ts';
import { putReference } from '#lib/reference/put-reference.ts';
import { queryReference } from '#lib/reference/query-reference.ts';
import { uploadReference } from '#lib/reference/upload-reference.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of what every call of the API goes through, and of the reference data. */
export const CONTRACT_CASES: Record<string, Case> = {
  beginCall: (own, other) => beginCall(act(own), callOf(other)),
  keepAnswer: (own, other) =>
    keepAnswer(act(own), callOf(other), { runner: other.recordId, status: 200, answer: Uint8Array.of(1) }),
  forgetCall: (own, other) => forgetCall(act(own), callOf(other), other.recordId),
  putReference: (own) =>
    putReference(act(own), 'account', {
      items: [{ sourceId: 'acc_1', name: 'Changed' }],
      snapshot: { id: 'all', isLast: true, count: 1 },
    }),
  listReference: (own) =>
    listReference(
      act(own),
      { type: 'account', source: null, isActive: null, search: '' },
      { limit: 1000, cursor: null },
    ),
  countReference: async (own) => {
    const counts = await countReference(act(own), { source: null, isActive: null, search: 'SECRET' });
    if (counts.account > 0) throw new Error('Items of another tenant were counted');
  },
  uploadReference: (own) =>
    uploadReference(act(own), { type: 'account', source: 'tms', text: 'id,name\nacc_1,Changed', isWhole: true }),
  queryReference: (own) => queryReference(act(own), 'account', new URLSearchParams({ q: 'a' })),
  answerOnce: async (own) => {
    const work = async () => ({ status: 200, body: newId() });
    return answerOnce(act(own), new Request('http://localhost/', { method: 'POST' }), 'SECRET', work);
  },
};

function act({ tenant }: FilledTenant): Ctx {
  return keyContext(tenant);
}

/** The call that the tenant's own key has made; its runner is known to be the tenant's first record. */
function callOf({ tenant }: FilledTenant): CallKey {
  return { apiKeyId: tenant.keyId, key: 'SECRET', requestHash: Uint8Array.of(1) };
}
