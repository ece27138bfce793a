import { defineRoute } from '#lib/http/define-route.ts';
import { toApiRecordDetail } from '#lib/records/api-record.ts';
import { getRecord } from '#lib/records/get-record.ts';

export const GET = defineRoute<{ id: string }>(async ({ ctx, params }) =>
  toApiRecordDetail(await getRecord(ctx, params.id)),
);
