import { queryDuplicates } from '#lib/duplicates/query-duplicates.ts';
import { defineRoute } from '#lib/http/define-route.ts';

export const GET = defineRoute(({ ctx, request }) => queryDuplicates(ctx, new URL(request.url).searchParams));
