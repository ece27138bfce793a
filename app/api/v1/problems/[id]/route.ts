import { defineRoute } from '#lib/http/define-route.ts';
import { queryProblem } from '#lib/problems/query-problem.ts';

export const GET = defineRoute<{ id: string }>(({ ctx, params }) => queryProblem(ctx, params.id));
