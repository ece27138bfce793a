import { toApiOperation } from '#lib/bulk/api-operation.ts';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { defineRoute } from '#lib/http/define-route.ts';

export const GET = defineRoute<{ id: string }>(async ({ ctx, params }) =>
  toApiOperation(await getBulkOperation(ctx, params.id)),
);
