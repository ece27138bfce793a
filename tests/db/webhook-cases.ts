import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { announceChanges } from '#lib/webhooks/announce-changes.ts';
import { announceEvent, announceTest } from '#lib/webhooks/announce-event.ts';
import { listenedTypes } from '#lib/webhooks/listened-types.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of lib/webhooks. */
export const WEBHOOK_CASES: Record<string, Case> = {
  listenedTypes: (own) => within(own, (ctx, tx) => listenedTypes(ctx, tx)),
  announceChanges: (own, other) =>
    within(own, (ctx, tx) =>
      announceChanges(ctx, tx, {
        records: [{ recordId: other.recordId, before: 1, isRenewed: true }],
        failedAttemptIds: [other.attemptId],
      }),
    ),
  announceEvent: (own) => within(own, (ctx, tx) => announceEvent(ctx, tx, 'bulk.finished', {})),
  announceTest: (own, other) => within(own, (ctx, tx) => announceTest(ctx, tx, other.subscriptionId)),
};

export const WEBHOOK_TOUCHES_NO_TENANT: Record<string, string> = {
  wakeDeliveries: 'sends an empty word to a channel',
};

function within<T>(own: FilledTenant, work: (ctx: Ctx, tx: Parameters<Parameters<Ctx['transaction']>[0]>[0]) => T) {
  const ctx = actOf(own);
  return ctx.transaction(async (tx) => work(ctx, tx));
}

/** The act of a tenant's own admin. */
function actOf({ tenant, personId }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'person', id: personId, name: 'Robin' },
    permissions: permissionsOfRoles(['accounting_sync', 'admin']),
    requestId: 'test',
    address: null,
  });
}
