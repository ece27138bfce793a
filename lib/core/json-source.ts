import { AppError } from './app-error.ts';

const DEPTH_MAX = 32;

/** Where a value stands in the text it was parsed from. */
export type Span = { start: number; end: number };
/** One element of the array: its span, and the span of its own member `raw`, if it has one. */
export type ItemSpan = Span & { raw: Span | null };

/**
 * Takes JSON text; gives its value. Refuses what is not JSON, or is nested deeper than 32 levels, before a
 * recursive parser sees it.
 */
export function parseJson(text: string): unknown {
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^JSON\.parse: /, '') : '';
    throw new AppError('bad_request', { message: `The body is not valid JSON: ${why}`, cause });
  }
}

/**
 * Takes text that is known to be valid JSON with an object at the top, and the name of a member that holds an
 * array; gives where each element stands, so that it can be kept as received. Of a repeated member the last counts,
 * as with JSON.parse.
 */
export function itemSpans(text: string, member: string): ItemSpan[] {
  let spans: ItemSpan[] = [];
  eachMember(text, skipSpace(text, 0), (name, start) => {
    if (name !== member) return skipValue(text, start);
    spans = [];
    return eachElement(text, start, (at) => {
      const span: ItemSpan = { start: at, end: at, raw: null };
      span.end =
        text[at] === '{'
          ? eachMember(text, at, (field, valueStart) => {
              const end = skipValue(text, valueStart);
              if (field === 'raw') span.raw = { start: valueStart, end };
              return end;
            })
          : skipValue(text, at);
      spans.push(span);
      return span.end;
    });
  });
  return spans;
}

/** Takes text that is known to be valid JSON with an array at the top; gives where each element stands. */
export function elementSpans(text: string): Span[] {
  const spans: Span[] = [];
  eachElement(text, skipSpace(text, 0), (start) => {
    const end = skipValue(text, start);
    spans.push({ start, end });
    return end;
  });
  return spans;
}

/** Calls `visit` with the name of each member and where its value starts; `visit` gives where it ends. */
function eachMember(text: string, start: number, visit: (name: string, valueStart: number) => number): number {
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const nameEnd = skipString(text, at);
    const name: unknown = JSON.parse(text.slice(at, nameEnd));
    const valueStart = skipSpace(text, skipSpace(text, nameEnd) + 1);
    at = skipSpace(text, visit(String(name), valueStart));
    if (text[at] !== ',') break;
    at = skipSpace(text, at + 1);
  }
  return at + 1;
}

function eachElement(text: string, start: number, visit: (at: number) => number): number {
  if (text[start] !== '[') return skipValue(text, start);
  let at = skipSpace(text, start + 1);
  while (at < text.length && text[at] !== ']') {
    at = skipSpace(text, visit(at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return at + 1;
}

function skipValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return skipString(text, start);
  if (first !== '{' && first !== '[') {
    let at = start;
    while (at < text.length && !',]} \t\n\r'.includes(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function skipString(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  return at;
}

function checkDepth(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > DEPTH_MAX) {
        throw new AppError('bad_request', { message: `The body is nested deeper than ${DEPTH_MAX} levels.` });
      }
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
