import { type Ctx, makeContext } from '#lib/access/context.ts';
import { resealTokens } from '#lib/connections/reseal-tokens.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of grants and their tokens. */
export const TOKEN_CASES: Record<string, Case> = {
  resealTokens: (own) => resealTokens(actOf(own)),
};

export const TOKENS_TOUCH_NO_TENANT: Record<string, string> = {
  secretsByKey: 'counts by key, for the worker and for the operator',
};

/** The act of the worker within a tenant. */
function actOf({ tenant }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'tokens' },
    permissions: new Set(['connection:read', 'connection:check', 'connection:manage']),
    requestId: 'test',
    address: null,
  });
}
