import { z } from 'zod';
import { attemptInput } from '#lib/attempts/schemas.ts';
import { statusRequest } from '#lib/bulk/status-request.ts';
import { recordQuery } from '#lib/records/query-records.ts';
import { recordInput } from '#lib/records/schemas.ts';
import { problemAnswer, recordAnswer, recordDetailAnswer, recordsAnswer, resultsAnswer } from './answers.ts';
import { bulkOperationAnswer } from './bulk-answers.ts';
import { ATTEMPT_EXAMPLE, RECORD_EXAMPLE, STATUS_EXAMPLE } from './examples.ts';

type Schema = Record<string, unknown>;

const INPUTS = [recordInput, attemptInput, statusRequest];
const ANSWERS = [bulkOperationAnswer, recordAnswer, recordDetailAnswer, recordsAnswer, resultsAnswer, problemAnswer];
const PROBLEMS: Record<string, string> = {
  400: 'The body is not JSON in UTF-8, or is nested too deeply.',
  401: 'The API key is missing, not valid, or revoked.',
  403: 'The API key lacks the scope.',
  413: 'The body is larger than 10 MiB.',
  415: 'The body is not application/json.',
  422: 'The call is not as it should be; `errors` names each field.',
  429: 'Too many calls; see Retry-After.',
};

/** Gives the contract as OpenAPI 3.1, made from the schemas that validate, so that the two can't differ. */
export function openApiDocument(): Schema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tieout',
      version: '1',
      description:
        'Report what sync jobs carried to the ledger, and read it back. Money is decimal text, times are ISO 8601 with an offset, unknown fields are refused by name. A call repeated after a lost answer doubles nothing.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    paths: {
      '/records': {
        get: {
          operationId: 'listRecords',
          summary: 'A page of records, the newest sync date first',
          parameters: queryParameters(),
          responses: answers('RecordPage', [401, 403, 422, 429]),
        },
        put: {
          operationId: 'putRecords',
          summary: 'Create or update up to 1,000 source documents; a new one is pending',
          requestBody: itemsBody('records', 'RecordInput', RECORD_EXAMPLE),
          responses: answers('Results', [400, 401, 403, 413, 415, 422, 429]),
        },
      },
      '/records/status': {
        post: {
          operationId: 'updateStatuses',
          summary: 'Move records to another status: those named, or all that match a filter',
          description:
            'Up to 1,000 records are done when this answers 200; more are answered 202 and go on by themselves: ask GET /bulk-operations/{id}.',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/StatusRequest' }, example: STATUS_EXAMPLE },
            },
          },
          responses: {
            ...answers('BulkOperation', [400, 401, 403, 413, 415, 422, 429]),
            202: { ...answers('BulkOperation', [])[200], description: 'Begun.' },
          },
        },
      },
      '/bulk-operations/{id}': {
        get: {
          operationId: 'getBulkOperation',
          summary: 'How far an operation is, and what became of its records',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
          responses: {
            ...answers('BulkOperation', [401, 403, 429]),
            404: problem('No such operation in this tenant.'),
          },
        },
      },
      '/records/{id}': {
        get: {
          operationId: 'getRecord',
          summary: 'One record with its lines, attempts and events',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
          responses: { ...answers('RecordDetail', [401, 403, 429]), 404: problem('No such record in this tenant.') },
        },
      },
      '/attempts': {
        post: {
          operationId: 'reportAttempts',
          summary: 'Report up to 1,000 outcomes, each with its record inline or by reference',
          requestBody: itemsBody('attempts', 'AttemptInput', ATTEMPT_EXAMPLE),
          responses: answers('Results', [400, 401, 403, 413, 415, 422, 429]),
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'getContract',
          summary: 'This document',
          security: [],
          responses: { 200: { description: 'OpenAPI 3.1' } },
        },
      },
    },
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { ...schemasOf(INPUTS, 'input'), ...schemasOf(ANSWERS, 'output') },
    },
  };
}

/** Every schema that carries an id, under that id; references between them point into the document's components. */
function schemasOf(schemas: readonly z.ZodType[], io: 'input' | 'output'): Record<string, Schema> {
  const named: Record<string, Schema> = {};
  for (const schema of schemas) {
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema & {
      $defs?: Record<string, Schema>;
    };
    Object.assign(named, $defs, '$ref' in own ? {} : { [String(own.id)]: own });
  }
  for (const schema of Object.values(named)) delete schema.id;
  return JSON.parse(JSON.stringify(named).replaceAll('"#/$defs/', '"#/components/schemas/')) as Record<string, Schema>;
}

function queryParameters(): Schema[] {
  const { properties } = z.toJSONSchema(recordQuery, { io: 'input', unrepresentable: 'any' }) as {
    properties: Record<string, Schema & { description?: string }>;
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    schema,
    ...(description === undefined ? {} : { description }),
  }));
}

function itemsBody(member: string, schemaName: string, example: unknown): Schema {
  return {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          additionalProperties: false,
          required: [member],
          properties: {
            [member]: {
              type: 'array',
              minItems: 1,
              maxItems: 1000,
              items: { $ref: `#/components/schemas/${schemaName}` },
            },
          },
        },
        example: { [member]: [example] },
      },
    },
  };
}

function answers(schemaName: string, problems: readonly number[]): Record<number, Schema> {
  return {
    200: {
      description: 'Done.',
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName}` } } },
    },
    ...Object.fromEntries(problems.map((status) => [status, problem(PROBLEMS[status] ?? '')])),
  };
}

function problem(description: string): Schema {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
