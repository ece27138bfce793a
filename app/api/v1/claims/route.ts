import { claimRecords } from '#lib/claims/claim-records.ts';
import { parseJson } from '#lib/core/json-source.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { readJsonText } from '#lib/http/read-body.ts';

export const POST = defineRoute(
  async ({ ctx, request, idempotencyKey }) => claimRecords(ctx, parseJson(await readJsonText(request)), idempotencyKey),
  { idempotency: 'verb' },
);
