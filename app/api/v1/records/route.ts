import { defineRoute } from '#lib/http/define-route.ts';
import { readItems } from '#lib/http/read-items.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { queryRecords } from '#lib/records/query-records.ts';

export const GET = defineRoute(({ ctx, request }) => queryRecords(ctx, new URL(request.url).searchParams));

export const PUT = defineRoute(async ({ ctx, request }) => ({
  results: await putRecords(ctx, await readItems(request, 'records')),
}));
