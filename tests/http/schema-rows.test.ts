import { expect, test } from 'vitest';
import { CALLS } from '#lib/http/openapi/calls.ts';
import { curlOf } from '#lib/http/openapi/curl.ts';
import { openApiDocument } from '#lib/http/openapi/document.ts';
import type { Json } from '#lib/http/openapi/operation.ts';
import { schemaRows } from '#lib/http/openapi/schema-rows.ts';

const { schemas } = openApiDocument().components as { schemas: Record<string, Json> };

test('every field of a body is a row, those of lists and of named schemas under their own', () => {
  const rows = schemaRows(schemas.AttemptsRequest ?? {}, schemas);
  const of = (path: string) => rows.find((row) => row.path === path);
  expect(rows[0]).toMatchObject({ path: 'attempts', depth: 0, isRequired: true, type: 'list of objects, 1 to 1,000' });
  expect(of('attempts[].externalId')).toMatchObject({ depth: 1, isRequired: true, type: 'text, 1 to 255 characters' });
  expect(of('attempts[].record.kind')?.type).toMatch(/^one of invoice, /);
  expect(of('attempts[].record.lines[].amount')).toMatchObject({ depth: 3, type: 'decimal in quotes, or null' });
  expect(of('attempts[].outcome')?.type).toBe('one of complete, failed, or 1, or 2');
  expect(of('attempts[].record.documentDate')?.type).toBe('day, or null');
});

test('a field that may be null says what else it may be', () => {
  const rows = schemaRows(schemas.Record ?? {}, schemas);
  const typeOf = (path: string) => rows.find((row) => row.path === path)?.type;
  expect(typeOf('number')).toBe('text, or null');
  expect(typeOf('amount')).toBe('decimal in quotes, or null');
  expect(typeOf('documentDate')).toBe('day, or null');
});

test('no field of any call is without a name or a type, and none comes twice', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const rows = schemaRows(schema, schemas);
    expect(new Set(rows.map(({ path }) => path)).size, name).toBe(rows.length);
    for (const { path, type } of rows) expect(type, `${name} ${path}`).not.toBe('');
  }
});

test('the command line of a call can be pasted into a shell', () => {
  const call = CALLS.find(({ id }) => id === 'reportAttempts')!;
  const line = curlOf('https://tieout.example', call, call.examples[0]);
  expect(line).toContain('curl -X POST "https://tieout.example/api/v1/attempts"');
  // The message has an apostrophe, which ends a quoted text of a shell.
  expect(line).toContain("Vendor '\\''Acme Corp'\\'' is missing");
});
