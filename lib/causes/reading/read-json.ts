import {
  ANSWER_KEYS,
  CODE_KEYS,
  DETAIL_KEYS,
  ELEMENT_KEYS,
  errorPart,
  keyName,
  MESSAGE_KEYS,
  REQUEST_KEYS,
  type ReadError,
  STATUS_KEYS,
  TYPE_KEYS,
} from './error-part.ts';

const DEPTH_MAX = 12;
const NODES_MAX = 2000;

type Walk = { reading: ReadError; nodes: number; readText: (text: string, depth: number) => void; depth: number };
type Fields = { message?: string; detail?: string; code?: string; status?: number; element?: string; type?: string };

/**
 * Adds the errors of a parsed payload in the order in which they stand in it. Only what lies under keys that carry words
 * counts: Xero echoes the whole document beside its errors. `readText` is given texts that are payloads themselves.
 */
export function readJson(
  value: unknown,
  reading: ReadError,
  depth: number,
  readText: (text: string, depth: number) => void,
): void {
  walk(value, '', 0, { reading, nodes: 0, readText, depth });
}

function walk(value: unknown, key: string, level: number, state: Walk): void {
  state.nodes += 1;
  if (level > DEPTH_MAX || state.nodes > NODES_MAX || value === null || value === undefined) return;
  if (typeof value === 'string') {
    walkText(value, key, state);
    return;
  }
  if (typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, key, level + 1, state);
    return;
  }
  walkObject(value as Record<string, unknown>, level, state);
}

/** A bare text in a list of errors or as an answer, or a payload within a text. */
function walkText(value: string, key: string, state: Walk): void {
  if (looksNested(value)) {
    state.readText(value, state.depth + 1);
    return;
  }
  const isSentence = ANSWER_KEYS.has(keyName(key)) && /[a-z]{3}\S*\s/i.test(value);
  if ((isSentence || /error|warning|message|problem|reason|fault/i.test(key)) && value.trim() !== '') {
    state.reading.parts.push(errorPart(value));
  }
}

function walkObject(object: Record<string, unknown>, level: number, state: Walk): void {
  const fields: Fields = {};
  const rest: [string, unknown][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (!takeField(fields, keyName(key), value)) rest.push([key, value]);
  }
  addFields(fields, state);
  for (const [key, value] of rest) if (!REQUEST_KEYS.has(keyName(key))) walk(value, key, level + 1, state);
}

/** Keeps a value that its key names as a part of an error; says whether it did. */
function takeField(fields: Fields, name: string, value: unknown): boolean {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{3}$/.test(value))) {
    if (STATUS_KEYS.has(name)) fields.status = Number(value);
    else if (CODE_KEYS.has(name)) fields.code = String(value);
    else return false;
    return true;
  }
  if (typeof value !== 'string' || value.trim() === '' || looksNested(value)) return false;
  if (MESSAGE_KEYS.has(name)) {
    fields.message = fields.message === undefined ? value : `${fields.message}; ${value}`;
    return true;
  }
  if (DETAIL_KEYS.has(name)) fields.detail = fields.detail === undefined ? value : `${fields.detail}; ${value}`;
  else if (CODE_KEYS.has(name)) fields.code = value;
  else if (ELEMENT_KEYS.has(name)) fields.element = value;
  else if (TYPE_KEYS.has(name)) fields.type = value;
  else return false;
  return true;
}

function addFields({ message, detail, code, status, element, type }: Fields, { reading, readText, depth }: Walk): void {
  if (status !== undefined) reading.statuses.push(status);
  // A document carries descriptions, codes and types of its own: without words of an error beside them they say nothing.
  if (
    message === undefined &&
    (detail === undefined || (status === undefined && !/[a-z]{3}|^\d{1,4}$/i.test(code ?? '')))
  ) {
    if (type !== undefined && /fault|error|exception|auth/i.test(type)) reading.types.push(type);
    return;
  }
  if (type !== undefined) reading.types.push(type);
  if (code !== undefined) reading.codes.push(code);
  const words = message ?? detail ?? '';
  if (looksNested(words)) {
    readText(words, depth + 1);
    return;
  }
  const part = { detail: message === undefined ? null : (detail ?? null), code: code ?? null, status: status ?? null };
  reading.parts.push(errorPart(words, { ...part, element: element ?? null, type: type ?? null }));
}

/** Says whether a text is itself JSON, XML or a dump of one. */
export function looksNested(text: string): boolean {
  return (
    /^\s{0,20}["']?\s{0,20}[[{<]/.test(text) ||
    /[{[]\s{0,20}\\{0,3}["'][\w -]{1,40}\\{0,3}["']\s{0,5}(?::|=>)/.test(text)
  );
}
