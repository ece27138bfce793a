import { defineRoute } from '#lib/http/define-route.ts';
import { deleteSubscription } from '#lib/webhooks/delete-subscription.ts';

export const DELETE = defineRoute<{ id: string }>(async ({ ctx, params }) => {
  await deleteSubscription(ctx, params.id);
  return { id: params.id, isDeleted: true };
});
