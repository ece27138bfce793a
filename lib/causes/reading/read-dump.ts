import {
  CODE_KEYS,
  DETAIL_KEYS,
  ELEMENT_KEYS,
  type ErrorPart,
  errorPart,
  keyName,
  MESSAGE_KEYS,
  type ReadError,
  STATUS_KEYS,
  TYPE_KEYS,
} from './error-part.ts';

/**
 * A key of a dumped structure: `"message":`, `u'Message':`, `{ message: '`, `:error_message=>`, `[Message] =>`. Words of prose that end
 * in a colon are none: a quote, bracket or arrow must show that a program wrote it.
 */
const KEY =
  /(?:\bu?(["'])(\w[\w -]{0,30})\1\s{0,8}(?::|=>)|\[(\w[\w -]{0,30})\]\s{0,8}=>|:(\w{1,30})\s{0,3}=>|["'](\w{1,30})["']\s{0,8}(?::|=>)|(?<=[{,]\s{0,8})(\w{1,30}):(?=\s{0,8}["'[{]))\s{0,12}/g;

/** Where a truncated or foreign value without quotes ends. */
const BARE_END = /[,;}\]\n]|\s\[\w{1,30}\]\s{0,8}=>/g;

type Pair = { name: string; value: string };

/** Adds the errors of a text that some language dumped or that was cut off, pair by pair; says whether it had any. */
export function readDump(text: string, reading: ReadError): boolean {
  // JSON within a text of JSON: its quotes are escaped once more a level.
  const flat = text.includes('\\') ? text.replace(/\\{1,7}(["'/])/g, '$1') : text;
  const pairs = readPairs(flat);
  const known = pairs.filter(({ name }) => isKnown(name));
  if (!known.some(({ name }) => MESSAGE_KEYS.has(name) || DETAIL_KEYS.has(name))) return false;
  addPairs(known, reading);
  const prose = aroundStructure(flat);
  if (prose !== '') reading.parts.push(errorPart(prose));
  return true;
}

function isKnown(name: string): boolean {
  return [MESSAGE_KEYS, DETAIL_KEYS, CODE_KEYS, STATUS_KEYS, ELEMENT_KEYS, TYPE_KEYS].some((keys) => keys.has(name));
}

function readPairs(text: string): Pair[] {
  const pairs: Pair[] = [];
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match !== null && pairs.length < 500; match = KEY.exec(text)) {
    const name = keyName(match[2] ?? match[3] ?? match[4] ?? match[5] ?? match[6] ?? '');
    const { value, end } = readValue(text, KEY.lastIndex);
    if (value !== null) pairs.push({ name, value });
    KEY.lastIndex = end;
  }
  return pairs;
}

function readValue(text: string, from: number): { value: string | null; end: number } {
  const start = text[from] === 'u' && /["']/.test(text[from + 1] ?? '') ? from + 1 : from;
  const quote = text[start] ?? '';
  if (quote === '[' || quote === '{' || /^(?:Array|Object|stdClass)/.test(text.slice(start, start + 8))) {
    return { value: null, end: start + 1 };
  }
  if (quote === '"' || quote === "'") {
    const end = closingQuote(text, start + 1, quote);
    const value = text.slice(start + 1, end);
    // What was a text of JSON has its own pairs, now that its quotes are bare.
    return /^\s{0,20}[[{]/.test(value)
      ? { value: null, end: start + 1 }
      : { value, end: Math.min(end + 1, text.length) };
  }
  BARE_END.lastIndex = start;
  const end = BARE_END.exec(text)?.index ?? text.length;
  const bare = text.slice(start, end).trim();
  return { value: /^(?:nil|null|none|undefined|)$/i.test(bare) ? null : bare, end: Math.max(end, start + 1) };
}

/** A quote closes where a separator or the end follows it: names within the words are quoted alike. */
function closingQuote(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (/^\s{0,20}(?:[,}\])>;]|$|\\n|=>)/.test(text.slice(at + 1, at + 24))) return at;
  }
  return text.length;
}

function addPairs(pairs: readonly Pair[], reading: ReadError): void {
  let part: ErrorPart | null = null;
  const flush = (): void => {
    if (part !== null && part.message !== '') reading.parts.push(part);
    else if (part?.detail) reading.parts.push({ ...part, message: part.detail, detail: null });
    part = null;
  };
  for (const { name, value } of pairs) {
    if (part === null) part = errorPart('');
    if (MESSAGE_KEYS.has(name)) {
      if (part.message !== '') {
        flush();
        part = errorPart('');
      }
      part.message = value;
    } else if (DETAIL_KEYS.has(name)) {
      if (part.detail !== null) {
        flush();
        part = errorPart('');
      }
      part.detail = value;
    } else if (CODE_KEYS.has(name)) {
      part.code = value;
      reading.codes.push(value);
    } else if (STATUS_KEYS.has(name) && /^\d{3}$/.test(value)) {
      part.status = Number(value);
      reading.statuses.push(Number(value));
    } else if (ELEMENT_KEYS.has(name)) part.element = value;
    else if (TYPE_KEYS.has(name)) reading.types.push(value);
  }
  flush();
}

/** The words before the first bracket and after the last: what a wrapper says about the payload. */
function aroundStructure(text: string): string {
  const first = text.search(/[[{<(]/);
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'), text.lastIndexOf(')'));
  const before = first > 0 ? text.slice(0, first) : '';
  const after = last > first && last !== -1 ? text.slice(last + 1) : '';
  const prose = `${before} ${after}`.replace(/["']\w{1,30}["']\s{0,3}:/g, ' ').trim();
  return /[a-z]{3}/i.test(prose) ? prose : '';
}
