import { type Ctx, makeContext } from '#lib/access/context.ts';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { announceChanges } from '#lib/webhooks/announce-changes.ts';
import { announceEvent, announceTest } from '#lib/webhooks/announce-event.ts';
import { claimDeliveries } from '#lib/webhooks/claim-deliveries.ts';
import { clearDeliveries } from '#lib/webhooks/clear-deliveries.ts';
import { createSubscription } from '#lib/webhooks/create-subscription.ts';
import { deleteSubscription } from '#lib/webhooks/delete-subscription.ts';
import { getDelivery } from '#lib/webhooks/get-delivery.ts';
import { listDeliveries } from '#lib/webhooks/list-deliveries.ts';
import { listSubscriptions } from '#lib/webhooks/list-subscriptions.ts';
import { listenedTypes } from '#lib/webhooks/listened-types.ts';
import { pauseSubscription } from '#lib/webhooks/pause-subscription.ts';
import { querySamples } from '#lib/webhooks/query-samples.ts';
import { recordTries } from '#lib/webhooks/record-tries.ts';
import { replayDelivery, replayFailed } from '#lib/webhooks/replay-deliveries.ts';
import { resealSecrets } from '#lib/webhooks/reseal-secrets.ts';
import { resumeSubscription } from '#lib/webhooks/resume-subscription.ts';
import { rotateSecret } from '#lib/webhooks/rotate-secret.ts';
import { sendTest } from '#lib/webhooks/send-test.ts';
import { readSubscription, readSubscriptions } from '#lib/webhooks/subscription-rows.ts';
import { switchOff, switchOffOfKey } from '#lib/webhooks/switch-off.ts';
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
  createSubscription: (own) =>
    createSubscription(actOf(own), { url: 'https://hooks.example/new', events: ['bulk.finished'] }).then(() => null),
  listSubscriptions: (own) => listSubscriptions(actOf(own)),
  readSubscription: (own, other) => within(own, (ctx, tx) => readSubscription(ctx, tx, other.subscriptionId)),
  readSubscriptions: (own) => within(own, (ctx, tx) => readSubscriptions(ctx, tx, { isDeletedToo: true })),
  pauseSubscription: (own, other) => pauseSubscription(actOf(own), other.subscriptionId),
  resumeSubscription: (own, other) => resumeSubscription(actOf(own), other.subscriptionId),
  rotateSecret: (own, other) => rotateSecret(actOf(own), other.subscriptionId),
  deleteSubscription: (own, other) => deleteSubscription(actOf(own), other.subscriptionId),
  sendTest: (own, other) => sendTest(actOf(own), other.subscriptionId),
  listDeliveries: (own, other) =>
    listDeliveries(actOf(own), { id: other.subscriptionId, state: null, limit: 10, cursor: null }),
  getDelivery: (own, other) => getDelivery(actOf(own), { id: own.subscriptionId, eventId: other.subscriptionId }),
  replayDelivery: (own, other) =>
    replayDelivery(actOf(own), { id: other.subscriptionId, eventId: other.subscriptionId }),
  replayFailed: (own, other) => replayFailed(actOf(own), { id: other.subscriptionId, since: null }),
  querySamples: (own) => querySamples(actOf(own), new URLSearchParams({ event: 'record.pending' })),
  claimDeliveries: (own, other) => claimDeliveries(actOf(own), other.subscriptionId),
  recordTries: (own, other) =>
    recordTries(
      actOf(own),
      {
        claim: other.subscriptionId,
        subscription: {
          id: other.subscriptionId,
          url: 'x',
          secret: new Uint8Array(),
          keyId: null,
          previousSecret: null,
          previousKeyId: null,
          failures: 0,
        },
        deliveries: [],
      },
      [
        {
          delivery: { eventId: other.subscriptionId, body: '', roundTries: 0, roundBeganAt: new Date() },
          requestHeaders: {},
          sent: {
            at: new Date(),
            durationMs: 1,
            status: 410,
            responseHeaders: {},
            responseBody: '',
            isBodyCut: false,
            problem: 'gone',
          },
        },
      ],
    ),
  switchOff: (own, other) => within(own, (ctx, tx) => switchOff(ctx, tx, other.subscriptionId, 'gone')),
  switchOffOfKey: (own, other) => within(own, (ctx, tx) => switchOffOfKey(ctx, tx, other.tenant.keyId)),
  resealSecrets: (own) => resealSecrets(actOf(own)),
  clearDeliveries: (own) => clearDeliveries(actOf(own)),
};

export const WEBHOOK_TOUCHES_NO_TENANT: Record<string, string> = {
  wakeDeliveries: 'sends an empty word to a channel',
  listDueWebhooks: 'gives ids alone, for the worker, which enters each tenant by itself',
  clearWebhookLog: 'clears the log of every tenant, each by an act of its own',
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
