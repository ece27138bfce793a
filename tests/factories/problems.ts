import { type Ctx, makeContext } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import type { TestTenant } from './tenant.ts';

/** The act of the worker that gathers a tenant's problems, and may read them. */
export function gatherer(tenant: TestTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'problems' },
    permissions: new Set(['problem:gather', 'problem:read']),
    requestId: newId(),
    address: null,
  });
}
