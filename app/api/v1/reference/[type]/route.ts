import { notFound } from '#lib/core/app-error.ts';
import { parseJson } from '#lib/core/json-source.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { readJsonText } from '#lib/http/read-body.ts';
import { putReference } from '#lib/reference/put-reference.ts';
import { queryReference } from '#lib/reference/query-reference.ts';
import { typeOfSlug } from '#lib/reference/reference-contract.ts';

export const GET = defineRoute<{ type: string }>(({ ctx, request, params }) =>
  queryReference(ctx, typeOf(params.type), new URL(request.url).searchParams),
);

export const PUT = defineRoute<{ type: string }>(async ({ ctx, request, params }) => {
  const type = typeOf(params.type);
  const { results, snapshot } = await putReference(ctx, type, parseJson(await readJsonText(request)));
  return snapshot === null ? { results } : { results, snapshot };
});

function typeOf(slug: string) {
  const type = typeOfSlug(slug);
  if (type === null) throw notFound('This kind of reference data');
  return type;
}
