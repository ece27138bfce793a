import { releaseClaim } from '#lib/claims/release-claim.ts';
import { parseJson } from '#lib/core/json-source.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { readJsonText } from '#lib/http/read-body.ts';

export const POST = defineRoute<{ id: string }>(async ({ ctx, request, params }) =>
  releaseClaim(ctx, params.id, parseJson(await readJsonText(request))),
);
