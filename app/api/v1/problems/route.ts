import { defineRoute } from '#lib/http/define-route.ts';
import { queryProblems } from '#lib/problems/query-problems.ts';

export const GET = defineRoute(({ ctx, request }) => queryProblems(ctx, new URL(request.url).searchParams));
