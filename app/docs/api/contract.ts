import { cache } from 'react';
import type { ApiCall } from '#lib/http/openapi/api-call.ts';
import { CALL_GROUPS, CALLS } from '#lib/http/openapi/calls.ts';
import { openApiDocument } from '#lib/http/openapi/document.ts';
import type { Json } from '#lib/http/openapi/operation.ts';

/** Gives the very document that /api/v1/openapi.json answers. */
export const contract = cache(openApiDocument);

/** The schemas of the document, by name. */
export function schemasOf(document: Json): Record<string, Json> {
  return (document.components as { schemas: Record<string, Json> }).schemas;
}

/** One call as the document has it. */
export function operationOf(document: Json, { path, method }: ApiCall): Json {
  return (document.paths as Record<string, Record<string, Json>>)[path]?.[method] ?? {};
}

/** The headings with their calls, in order. */
export function groupedCalls(): { name: string; description: string; calls: ApiCall[] }[] {
  return CALL_GROUPS.map((group) => ({ ...group, calls: CALLS.filter((call) => call.group === group.name) }));
}

/** The address of a call's page. */
export function callHref({ id }: ApiCall): string {
  return `/docs/api/${id}`;
}
