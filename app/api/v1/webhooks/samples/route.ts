import { defineRoute } from '#lib/http/define-route.ts';
import { querySamples } from '#lib/webhooks/query-samples.ts';

export const GET = defineRoute(({ ctx, request }) => querySamples(ctx, new URL(request.url).searchParams));
