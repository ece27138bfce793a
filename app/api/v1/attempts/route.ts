import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { readItems } from '#lib/http/read-items.ts';

export const POST = defineRoute(async ({ ctx, request }) => ({
  results: await reportAttempts(ctx, await readItems(request, 'attempts')),
}));
