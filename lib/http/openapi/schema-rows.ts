import type { Json } from './operation.ts';

/** One field of a schema as a table shows it. */
export type SchemaRow = {
  /** Its whole path, such as `records[].lines[].amount`. */
  path: string;
  name: string;
  depth: number;
  type: string;
  isRequired: boolean;
  description: string | null;
};

const DEPTH_MAX = 6;

type Schemas = Record<string, Json>;

/** Takes a schema and the document's named ones; gives its fields in order, those within objects and lists after them. */
export function schemaRows(schema: Json, schemas: Schemas): SchemaRow[] {
  return fieldsOf(schema, schemas, '', 0);
}

function fieldsOf(schema: Json, schemas: Schemas, prefix: string, depth: number): SchemaRow[] {
  if (depth > DEPTH_MAX) return [];
  const { properties = {}, required = [] } = objectWithin(schema, schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).flatMap(([name, property]) => {
    const whole = resolved(property, schemas);
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const row: SchemaRow = {
      path,
      name,
      depth,
      type: typeWords(whole, schemas),
      isRequired: required.includes(name),
      description: textOf(property.description) ?? textOf(whole.description),
    };
    const within = isList(whole, schemas) ? `${path}[]` : path;
    return [row, ...fieldsOf(whole, schemas, within, depth + 1)];
  });
}

/** The object that a schema is, or that it is a list of, or that it may be beside null. */
function objectWithin(schema: Json, schemas: Schemas): Json {
  const whole = resolved(schema, schemas);
  if (whole.properties !== undefined) return whole;
  if (whole.items !== undefined) return objectWithin(whole.items as Json, schemas);
  const choices = choicesOf(whole).map((one) => objectWithin(one, schemas));
  return choices.find(({ properties }) => properties !== undefined) ?? {};
}

function isList(schema: Json, schemas: Schemas): boolean {
  const whole = resolved(schema, schemas);
  return (
    [whole.type].flat().includes('array') || choicesOf(whole).some((one) => resolved(one, schemas).type === 'array')
  );
}

/** Says in words what a value may be. */
export function typeWords(schema: Json, schemas: Schemas): string {
  const whole = resolved(schema, schemas);
  if ('const' in whole) return String(whole.const);
  if (Array.isArray(whole.enum)) return `one of ${whole.enum.join(', ')}`;
  const choices = choicesOf(whole);
  if (Array.isArray(whole.type)) {
    return whole.type.map((type: unknown) => typeWords({ ...whole, type }, schemas)).join(', or ');
  }
  if (choices.length > 0) return [...new Set(choices.map((one) => typeWords(one, schemas)))].join(', or ');
  switch (whole.type) {
    case 'string':
      return stringWords(whole);
    case 'integer':
    case 'number':
      return numberWords(whole);
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return `list of ${plural(typeWords((whole.items ?? {}) as Json, schemas))}${sizeWords(whole)}`;
    case 'object':
      return 'object';
    default:
      return 'anything';
  }
}

function stringWords({ format, pattern, maxLength, minLength }: Json): string {
  if (format === 'uuid') return 'id (UUID)';
  if (format === 'date') return 'day';
  if (format === 'date-time') return 'time with offset';
  if (format === 'uri') return 'address (URL)';
  if (typeof pattern === 'string' && pattern.includes('\\d{1,')) return 'decimal in quotes';
  if (typeof pattern === 'string' && pattern.includes('\\d+\\.')) return 'decimal in quotes';
  if (pattern === '^[A-Z]{3}$') return 'ISO 4217 code';
  if (typeof maxLength !== 'number') return 'text';
  return `text, ${minLength === undefined ? 'at most' : `${minLength} to`} ${maxLength.toLocaleString('en')} characters`;
}

function numberWords({ type, minimum, maximum }: Json): string {
  const word = type === 'integer' ? 'whole number' : 'number';
  const isBounded = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER;
  if (typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER && isBounded) {
    return `${word}, ${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}`;
  }
  return word;
}

function sizeWords({ minItems, maxItems }: Json): string {
  if (typeof maxItems !== 'number') return '';
  return typeof minItems === 'number'
    ? `, ${minItems} to ${maxItems.toLocaleString('en')}`
    : `, at most ${maxItems.toLocaleString('en')}`;
}

function plural(words: string): string {
  return words === 'object' ? 'objects' : words === 'id (UUID)' ? 'ids (UUID)' : words;
}

function choicesOf(schema: Json): Json[] {
  return ((schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) as Json[]).filter((one) => one !== null);
}

function resolved(schema: Json, schemas: Schemas): Json {
  if (typeof schema.$ref !== 'string') return schema;
  return schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
