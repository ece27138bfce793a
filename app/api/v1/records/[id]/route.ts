import { defineRoute } from '#lib/http/define-route.ts';
import { queryRecord } from '#lib/records/query-record.ts';

export const GET = defineRoute<{ id: string }>(({ ctx, params, request }) =>
  queryRecord(ctx, params.id, new URL(request.url).searchParams),
);
