import { AppError } from '#lib/core/app-error.ts';
import { parseJson } from '#lib/core/json-source.ts';

/**
 * A payload as paths walk through it. A number is the text that was sent, since money is never a float; it can't be told
 * from a text, which no mapping needs.
 */
export type Tree = string | boolean | null | Tree[] | { [key: string]: Tree };

/**
 * A payload that can be mapped, with the JSON text that it is of (null for a form), or why it can't be read, in one
 * sentence for people.
 */
export type ReadPayload =
  | { tree: Tree; text: string | null; unreadable: null }
  | { tree: null; text: null; unreadable: string };

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';

/**
 * Takes the bytes of a payload and the type that its sender gave; gives what is in them. JSON is read whatever the type
 * says, since many senders leave it out or wrong; forms by their type. Never throws.
 */
export async function readPayload(body: Uint8Array, contentType: string | null): Promise<ReadPayload> {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.byteLength === 0) return unreadable('The payload is empty.');
  if (type === MULTIPART) return readMultipart(body, contentType ?? '');
  const text = decode(body);
  if (text === null) return unreadable('The payload is not text in UTF-8.');
  const isJsonLike = /^\s*[[{"]/.test(text);
  if (type === FORM && !isJsonLike) return form(new URLSearchParams(text));
  try {
    return unwrap(parseTree(text), text);
  } catch (error) {
    if (type === FORM) return form(new URLSearchParams(text));
    return unreadable(whyNot(text, error));
  }
}

/** Takes JSON text; gives its tree. Throws `bad_request` on anything else, and on what is nested too deeply. */
export function parseTree(text: string): Tree {
  // The check of the depth comes first: what revives values is recursive.
  parseJson(text);
  return JSON.parse(text, keepNumberText) as Tree;
}

/** Gives the text of a tree as JSON, for a message or an answer that is itself data. */
export function treeText(tree: Tree): string {
  return typeof tree === 'string' ? tree : JSON.stringify(tree);
}

/** BILL and others send their JSON once more in quotes. */
function unwrap(tree: Tree, text: string): ReadPayload {
  const inner = typeof tree === 'string' && /^\s*[[{]/.test(tree) ? parseLoosely(tree) : null;
  return inner === null || typeof tree !== 'string'
    ? { tree, text, unreadable: null }
    : { tree: inner, text: tree, unreadable: null };
}

/** Larger ones are texts to us, so that a path into one costs little however often it is walked. */
const INNER_MAX = 1024 * 1024;
const REMEMBERED_MAX = 4;
const remembered = new Map<string, Tree | null>();

/** Takes a text that may itself be JSON, as senders nest it; gives what is in it, or null if it is plain text. */
export function innerTree(text: string): Tree | null {
  if (text.length > INNER_MAX || !/^\s*[[{]/.test(text)) return null;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const tree = parseLoosely(text);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(text, tree);
  return tree;
}

function parseLoosely(text: string): Tree | null {
  try {
    return parseTree(text);
  } catch {
    // It only looked like it.
    return null;
  }
}

function keepNumberText(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

async function readMultipart(body: Uint8Array, contentType: string): Promise<ReadPayload> {
  try {
    const sent = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } }).formData();
    const texts = [...sent].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    if (texts.length === 0) return unreadable('The form holds files alone, which hooks do not read.');
    return form(texts);
  } catch {
    return unreadable('The form is not well formed.');
  }
}

function form(entries: Iterable<[string, string]>): ReadPayload {
  return { tree: formTree(entries), text: null, unreadable: null };
}

/** A name that comes more than once holds a list. Names are kept whole, also those with dots and brackets. */
function formTree(entries: Iterable<[string, string]>): Tree {
  const values = new Map<string, Tree>();
  for (const [name, value] of entries) {
    const known = values.get(name);
    if (known === undefined) values.set(name, value);
    else if (Array.isArray(known)) known.push(value);
    else values.set(name, [known, value]);
  }
  return Object.fromEntries(values);
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function whyNot(text: string, error: unknown): string {
  if (/^\s*</.test(text)) return 'The payload is XML or HTML. Hooks read JSON and form data.';
  if (error instanceof AppError) return error.message.replace('The body', 'The payload');
  return 'The payload is neither JSON nor form data.';
}

function unreadable(why: string): ReadPayload {
  return { tree: null, text: null, unreadable: why };
}
