import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { problemAnswer } from '#lib/http/openapi/answers.ts';
import { CALL_GROUPS, CALLS } from '#lib/http/openapi/calls.ts';
import { openApiDocument } from '#lib/http/openapi/document.ts';
import { PROBLEMS } from '#lib/http/openapi/problems.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { callRoute } from '#tests/factories/api-call.ts';
import { type ApiRoute, apiRoutes, routeFor } from '#tests/factories/api-routes.ts';
import { documentedTenant, SCENES } from '#tests/factories/api-scenes.ts';
import { createKey } from '#tests/factories/tenant.ts';

let routes: ApiRoute[];

beforeAll(async () => {
  await administrator();
  routes = await apiRoutes();
});
afterAll(closeDatabase);

const EXAMPLES = CALLS.flatMap((call) =>
  call.examples.map((example) => ({ call, example, title: `${call.id}.${example.name}` })),
);

/** What differs from run to run: ids, and the times that the server writes. */
const VOLATILE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-v1)?$|^\d{4}-\d\d-\d\dT[\d:.]+Z$|^whsec_/;

/** An answer with what differs from run to run made the same. */
function steady(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (_key, value: unknown) =>
    typeof value === 'string' && VOLATILE.test(value) ? 'differs' : value,
  );
}

describe('The document', () => {
  test('is valid OpenAPI 3.1, with every reference in it', async () => {
    const validator = new Validator();
    const document = JSON.parse(JSON.stringify(openApiDocument())) as Record<string, unknown>;
    const { valid, errors } = await validator.validate(document);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
    const text = JSON.stringify(document);
    for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = path.split('/').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
      expect(found, path).toBeDefined();
    }
  });

  test('has every call of every route, and no other', () => {
    const documented = CALLS.map(({ method, path }) => {
      const { route } = routeFor(routes, path);
      return `${method.toUpperCase()} ${route.path}`;
    });
    const answered = routes.flatMap(({ path, handlers }) => Object.keys(handlers).map((method) => `${method} ${path}`));
    expect([...new Set(documented)].toSorted()).toEqual(answered.toSorted());
  });

  test('names each call once, under a heading that there is, with examples of its answers', () => {
    expect(new Set(CALLS.map(({ id }) => id)).size).toBe(CALLS.length);
    const headings = CALL_GROUPS.map(({ name }) => name);
    expect(CALLS.filter(({ group }) => !headings.includes(group))).toEqual([]);
    const without = CALLS.filter(({ examples, answers }) => examples.length === 0 && answers[0]?.schema !== null);
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

describe('Each example', () => {
  test('that has a scene is an example', () => {
    expect(Object.keys(SCENES).filter((scene) => !EXAMPLES.some(({ title }) => title === scene))).toEqual([]);
  });

  test.each(EXAMPLES)('$title is answered as documented', async ({ call, example, title }) => {
    const tenant = await documentedTenant();
    const parts = (await SCENES[title]?.(tenant)) ?? {};
    const { route, parts: written } = routeFor(routes, call.path);
    const query = new URLSearchParams(example.query).toString();
    const answer = await callRoute(route.handlers[call.method.toUpperCase()]!, {
      key: call.scope === 'public' ? null : tenant.keyText,
      method: call.method.toUpperCase(),
      query: query === '' ? '' : `?${query}`,
      ...(example.body === undefined ? {} : { body: JSON.stringify(example.body) }),
      params: { ...example.path, ...written, ...parts },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(example.status);
    const schema = call.answers.find(({ status }) => status === example.status)?.schema;
    if (schema) {
      schema.parse(answer.body);
      schema.parse(example.answer);
    }
    expect(steady(answer.body)).toEqual(steady(example.answer));
  });

  test.each(EXAMPLES)('$title is refused to a key without its scope', async ({ call, example }) => {
    if (call.scope === 'public') return;
    const tenant = await documentedTenant();
    const { keyText } = await createKey(tenant.info.id, tenant.sourceId, []);
    const { route, parts } = routeFor(routes, call.path);
    const answer = await callRoute(route.handlers[call.method.toUpperCase()]!, {
      key: keyText,
      method: call.method.toUpperCase(),
      ...(example.body === undefined ? {} : { body: JSON.stringify(example.body) }),
      params: { ...example.path, ...parts },
    });
    expect(answer.status).toBe(403);
    problemAnswer.parse(answer.body);
  });

  test('of a refusal is one', () => {
    for (const [status, { example }] of Object.entries(PROBLEMS)) {
      problemAnswer.parse({ type: 'about:blank', status: Number(status), requestId: 'x', ...example });
    }
  });
});
