import { reportConnection } from '#lib/connections/report-connection.ts';
import { parseJson } from '#lib/core/json-source.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { readJsonText } from '#lib/http/read-body.ts';

export const POST = defineRoute(async ({ ctx, request }) =>
  reportConnection(ctx, parseJson(await readJsonText(request))),
);
