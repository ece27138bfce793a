import { parseJson } from '#lib/core/json-source.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { readJsonText } from '#lib/http/read-body.ts';
import { toApiSubscription } from '#lib/webhooks/api-subscription.ts';
import { createSubscription } from '#lib/webhooks/create-subscription.ts';
import { listSubscriptions } from '#lib/webhooks/list-subscriptions.ts';

export const GET = defineRoute(async ({ ctx }) => ({
  webhooks: (await listSubscriptions(ctx)).map(toApiSubscription),
  nextCursor: null,
}));

export const POST = defineRoute(async ({ ctx, request }) => {
  const { subscription, secret } = await createSubscription(ctx, parseJson(await readJsonText(request)));
  return { ...toApiSubscription(subscription), secret };
});
