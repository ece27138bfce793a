import { makeHookText } from '#lib/access/hook-text.ts';
import { receiveHookPayload } from '#lib/access/receive-hook-payload.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

export const HOOK_CASES: Record<string, Case> = {
  // The address names its tenant, so a hook of another one is looked for where the address says.
  receiveHookPayload: (own) =>
    receiveHookPayload(makeHookText(own.tenant.info.id).text, {
      body: Uint8Array.from(Buffer.from('{}')),
      size: 2,
      isCut: false,
      contentType: null,
      deliveryId: null,
      requestId: 'test',
    }),
};
