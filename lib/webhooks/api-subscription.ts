import type { Subscription } from './webhook-contract.ts';

/** Gives a subscription as the API answers it. */
export function toApiSubscription(subscription: Subscription) {
  const { id, url, events, state, createdAt, lastDeliveredAt, lastFailedAt, lastProblem } = subscription;
  return { id, url, events, state, createdAt, lastDeliveredAt, lastFailedAt, lastProblem };
}
