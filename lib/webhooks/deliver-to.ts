import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { log } from '#lib/log.ts';
import { type Claimed, claimDeliveries } from './claim-deliveries.ts';
import { type MadeTry, recordTries } from './record-tries.ts';
import { openSecret } from './secret-box.ts';
import { type SendOptions, sendRequest } from './send-request.ts';
import { signedHeaders } from './signed-headers.ts';

/**
 * Sends one subscription all that is due for it, a few at once, until nothing is left or the signal says that the
 * process is about to stop: then the calls that run are the last ones. At least once each: whoever dies between a call
 * and its note leaves a delivery that is made again, with the same id. Order is kept as far as calls beside each other
 * and tries again allow.
 */
export async function deliverTo(
  tenantId: string,
  subscriptionId: string,
  { signal, ...options }: SendOptions & { signal?: AbortSignal } = {},
): Promise<void> {
  const ctx = await workerContext(tenantId, 'webhooks', ['webhook:manage']);
  while (signal?.aborted !== true) {
    const claimed = await claimDeliveries(ctx, subscriptionId);
    if (claimed === null) return;
    const made = await Promise.all(claimed.deliveries.map((delivery) => tryOnce(ctx, claimed, delivery, options)));
    await recordTries(ctx, claimed, made);
  }
}

async function tryOnce(
  ctx: Ctx,
  { subscription }: Claimed,
  delivery: MadeTry['delivery'],
  options: SendOptions,
): Promise<MadeTry> {
  const { eventId, body } = delivery;
  const at = new Date();
  const secrets = openSecrets(ctx, subscription);
  if (secrets === null) {
    const problem =
      'Not sent: its secret can’t be read, since the key it is encrypted with was taken away. Make a new secret.';
    const none = { status: null, responseHeaders: null, responseBody: null, isBodyCut: false };
    return { delivery, requestHeaders: {}, sent: { at, durationMs: 0, ...none, problem } };
  }
  const requestHeaders = signedHeaders(eventId, body, secrets, at);
  return { delivery, requestHeaders, sent: await sendRequest(subscription.url, requestHeaders, body, options) };
}

function openSecrets({ tenantId }: Ctx, subscription: Claimed['subscription']): string[] | null {
  const { id, secret, keyId, previousSecret, previousKeyId } = subscription;
  try {
    const owner = { tenantId, subscriptionId: id };
    const previous = previousSecret === null ? [] : [openSecret(previousSecret, previousKeyId, owner)];
    return [openSecret(secret, keyId, owner), ...previous];
  } catch (error) {
    log.error({ err: error, subscription: id }, 'the secret of a webhook can’t be read');
    return null;
  }
}
