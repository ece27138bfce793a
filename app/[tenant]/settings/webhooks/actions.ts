'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { createSubscription } from '#lib/webhooks/create-subscription.ts';
import { deleteSubscription } from '#lib/webhooks/delete-subscription.ts';
import { pauseSubscription } from '#lib/webhooks/pause-subscription.ts';
import { replayDelivery, replayFailed } from '#lib/webhooks/replay-deliveries.ts';
import { resumeSubscription } from '#lib/webhooks/resume-subscription.ts';
import { rotateSecret } from '#lib/webhooks/rotate-secret.ts';
import { sendTest } from '#lib/webhooks/send-test.ts';

const idText = z.string().max(64);
/** How far back events are sent again, in hours; null for all that is kept. */
const sinceHours = z.int().min(1).max(720).nullable();
const HOUR_MS = 3_600_000;

/** Does one thing, and shows its pages anew. */
async function act<Value>(
  tenant: string,
  work: (ctx: Awaited<ReturnType<typeof pageContext>>) => Promise<Value>,
): Promise<Outcome<Value>> {
  const path = `/${tenant}/settings/webhooks`;
  const ctx = await pageContext(tenant, 'webhook:manage', path);
  const outcome = await outcomeOf(() => work(ctx));
  revalidatePath(path, 'layout');
  return outcome;
}

/** Subscribes an address; gives the secret, which is shown this once. */
export async function subscribe(
  tenant: string,
  input: { url: string; events: string[] },
): Promise<Outcome<{ id: string; secret: string }>> {
  return act(tenant, async (ctx) => {
    const { subscription, secret } = await createSubscription(ctx, input);
    return { id: subscription.id, secret };
  });
}

/** Sends nothing more for now. */
export async function pause(tenant: string, id: string): Promise<Outcome<void>> {
  return act(tenant, (ctx) => pauseSubscription(ctx, idText.parse(id)));
}

/** Turns it on again. */
export async function resume(tenant: string, id: string): Promise<Outcome<void>> {
  return act(tenant, (ctx) => resumeSubscription(ctx, idText.parse(id)));
}

/** Makes a new secret, which is shown this once. */
export async function rotate(tenant: string, id: string): Promise<Outcome<{ secret: string; previousUntil: string }>> {
  return act(tenant, (ctx) => rotateSecret(ctx, idText.parse(id)));
}

/** Sends a test event. */
export async function test(tenant: string, id: string): Promise<Outcome<{ eventId: string }>> {
  return act(tenant, (ctx) => sendTest(ctx, idText.parse(id)));
}

/** Sends one event again. */
export async function sendAgain(tenant: string, id: string, eventId: string): Promise<Outcome<void>> {
  return act(tenant, (ctx) => replayDelivery(ctx, { id: idText.parse(id), eventId: idText.parse(eventId) }));
}

/** Sends all again that did not arrive; gives how many. */
export async function sendFailedAgain(tenant: string, id: string, hours: number | null): Promise<Outcome<number>> {
  const back = sinceHours.parse(hours);
  const since = back === null ? null : new Date(Date.now() - back * HOUR_MS);
  return act(tenant, (ctx) => replayFailed(ctx, { id: idText.parse(id), since }));
}

/** Removes it. */
export async function remove(tenant: string, id: string): Promise<Outcome<{ isNewlyDeleted: boolean }>> {
  return act(tenant, (ctx) => deleteSubscription(ctx, idText.parse(id)));
}
