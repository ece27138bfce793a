import { z } from 'zod';
import type { ApiCall } from './api-call.ts';
import { isWriting, PROBLEMS, problemStatuses } from './problems.ts';

export type Json = Record<string, unknown>;

/** Gives a call as an operation of the document; `nameOf` gives the name that a schema has in its components. */
export function operationOf(call: ApiCall, nameOf: (schema: z.ZodType) => string): Json {
  const parameters = [...pathParameters(call), ...queryParameters(call), ...idempotencyParameter(call)];
  const body = bodyOf(call, nameOf);
  return {
    operationId: call.id,
    tags: [call.group],
    summary: call.summary,
    description: call.description.join('\n\n'),
    security: call.scope === 'public' ? [] : [{ apiKey: [call.scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: body }),
    responses: { ...answersOf(call, nameOf), ...refusalsOf(call) },
  };
}

function pathParameters({ pathParts = [], examples }: ApiCall): Json[] {
  return pathParts.map(({ name, description, schema, example }) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema,
    example: examples[0]?.path?.[name] ?? example,
  }));
}

function queryParameters({ query }: ApiCall): Json[] {
  if (query === undefined) return [];
  const { properties, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }) as {
    properties: Record<string, Json & { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function idempotencyParameter(call: ApiCall): Json[] {
  return isWriting(call) && call.scope !== 'public' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [];
}

function bodyOf({ body, otherBodies = {}, examples }: ApiCall, nameOf: (schema: z.ZodType) => string): Json | null {
  if (body === undefined && Object.keys(otherBodies).length === 0) return null;
  const shown = examples.filter((example) => example.body !== undefined);
  const json =
    body === undefined
      ? {}
      : { 'application/json': { schema: reference(nameOf(body)), ...examplesOf(shown, (one) => one.body) } };
  return { required: true, content: { ...json, ...otherBodies } };
}

function answersOf({ answers, examples, ...call }: ApiCall, nameOf: (schema: z.ZodType) => string): Json {
  return Object.fromEntries(
    answers.map(({ status, description, schema }) => {
      const shown = examples.filter((example) => example.status === status);
      const content =
        schema === null
          ? {}
          : {
              content: {
                'application/json': { schema: reference(nameOf(schema)), ...examplesOf(shown, (one) => one.answer) },
              },
            };
      return [status, { description, headers: headersOf(call), ...content }];
    }),
  );
}

function headersOf(call: Pick<ApiCall, 'method' | 'scope'>): Json {
  if (call.scope === 'public') return {};
  const names = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', ...(isWriting(call) ? ['Idempotency-Replayed'] : [])];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function examplesOf<T>(shown: readonly (T & { name: string; summary: string })[], shownOf: (one: T) => unknown): Json {
  if (shown.length === 0) return {};
  return {
    examples: Object.fromEntries(shown.map((one) => [one.name, { summary: one.summary, value: shownOf(one) }])),
  };
}

/** A refusal is that of all calls, or one with words of this call's own. */
function refusalsOf(call: ApiCall): Json {
  return Object.fromEntries(
    problemStatuses(call).map((status) => {
      const known = PROBLEMS[status];
      if (known === undefined) throw new Error(`lib/http/openapi/problems.ts has no words for ${status}`);
      const own = call.problems?.[status];
      const general = { $ref: `#/components/responses/${known.name}` };
      return [status, own === undefined ? general : problemAnswer(status, own)];
    }),
  );
}

/** Gives the answer that refuses with a status, in the words given or in the general ones. */
export function problemAnswer(status: number, description = PROBLEMS[status]?.description): Json {
  const isLimit = status === 429 || status === 503 || status === 409;
  const names = ['X-Request-Id', ...(status === 401 ? [] : ['RateLimit']), 'RateLimit-Policy'];
  return {
    description,
    headers: Object.fromEntries(
      [...names, ...(isLimit ? ['Retry-After'] : [])].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
    ),
    content: {
      'application/problem+json': {
        schema: reference('Problem'),
        example: { type: 'about:blank', status, ...PROBLEMS[status]?.example, requestId: REQUEST_ID },
      },
    },
  };
}

const REQUEST_ID = '01936f5e-2c10-7a51-9d3c-5f0b6a1e44aa';

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}
