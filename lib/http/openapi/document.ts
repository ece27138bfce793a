import { z } from 'zod';
import { problemAnswer as problemSchema } from './answers.ts';
import type { ApiCall } from './api-call.ts';
import { CALL_GROUPS, CALLS } from './calls.ts';
import { EVENT_BODIES } from './event-bodies.ts';
import { type Json, operationOf, problemAnswer } from './operation.ts';
import { PROBLEMS } from './problems.ts';
import { postedEvents } from './webhook-calls.ts';

/** Gives the contract as OpenAPI 3.1, made from the schemas that validate, so that the two can't differ. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tieout API',
      version: '1',
      summary: 'Report what sync jobs carried to the ledger, and read it back.',
      description: INTRODUCTION.join('\n\n'),
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    tags: CALL_GROUPS.map(({ name, description }) => ({ name, description })),
    paths: pathsOf(CALLS),
    webhooks: postedEvents(nameOf),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key of the business, made under Settings, API keys: `Authorization: Bearer <key>`. Each call names the scope that the key must have.',
        },
      },
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      headers: HEADERS,
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, { name }]) => [name, problemAnswer(Number(status))]),
      ),
      schemas: schemasOf(CALLS),
    },
  };
}

/** What holds for every call, in paragraphs. */
export const INTRODUCTION: readonly string[] = [
  'JSON in and out, in UTF-8, at most 10 MiB and 32 levels deep. Money is decimal text such as "1250.00", times are ISO 8601 with an offset, and unknown fields are refused by name. Sync statuses are taken as names or as 0 (pending), 1 (complete) and 2 (failed), and answered as names.',
  'A refusal is `application/problem+json` (RFC 9457) with a `code`, a sentence for people, the request id, and a list `errors` where fields are wrong.',
  'A call repeated after a lost answer doubles nothing. Any writing call may carry the header Idempotency-Key besides: the same call with the same key is done once within 24 hours and gets the first answer again, with Idempotency-Replayed: true.',
  'Lists come in pages: ask again with `cursor` set to the `nextCursor` of the answer until it is null.',
];

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Your own name for this call, such as a UUID: 1 to 255 printable ASCII characters. The same call with the same key is done once within 24 hours, and answered with the first answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
};

const HEADERS: Json = {
  'X-Request-Id': header('The id of this call, for the log and for support.', { type: 'string', format: 'uuid' }),
  RateLimit: header('How many calls the key has left (r), and in how many seconds it has all again (t).', {
    type: 'string',
    examples: ['"default";r=599;t=60'],
  }),
  'RateLimit-Policy': header('How many calls (q) a key may make in how many seconds (w).', {
    type: 'string',
    examples: ['"default";q=600;w=60'],
  }),
  'Retry-After': header('After how many seconds it makes sense to try again.', { type: 'integer', minimum: 1 }),
  'Idempotency-Replayed': header('true when this is the stored answer of an earlier call with the same key.', {
    type: 'string',
    const: 'true',
  }),
};

function header(description: string, schema: Json): Json {
  return { description, schema };
}

function pathsOf(calls: readonly ApiCall[]): Json {
  const paths: Record<string, Json> = {};
  for (const call of calls) paths[call.path] = { ...paths[call.path], [call.method]: operationOf(call, nameOf) };
  return paths;
}

function nameOf(schema: z.ZodType): string {
  const name = z.globalRegistry.get(schema)?.id;
  if (name === undefined) throw new Error('A schema of the contract has no id');
  return name;
}

/** Every schema that carries an id, under that id; references between them point into the document's components. */
function schemasOf(calls: readonly ApiCall[]): Record<string, Json> {
  const inputs = calls.flatMap(({ body }) => body ?? []);
  const answers = calls.flatMap((call) => call.answers.flatMap(({ schema }) => schema ?? []));
  const named = {
    ...namedIn(inputs, 'input'),
    ...namedIn([...answers, ...Object.values(EVENT_BODIES), problemSchema], 'output'),
  };
  const sorted = Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.parse(JSON.stringify(sorted).replaceAll('"#/$defs/', '"#/components/schemas/')) as Record<string, Json>;
}

function namedIn(schemas: readonly z.ZodType[], io: 'input' | 'output'): Record<string, Json> {
  const named: Record<string, Json> = {};
  for (const schema of new Set(schemas)) {
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $defs?: Record<string, Json> };
    Object.assign(named, $defs, '$ref' in own ? {} : { [String(own.id)]: own });
  }
  for (const schema of Object.values(named)) delete schema.id;
  return named;
}
