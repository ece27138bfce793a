import { isCutPayload, readAnswerLines } from './answer-lines.ts';
import { hasAnswerLines, sendersWords } from './answer-words.ts';
import { emptyReading, errorPart, type ReadError } from './error-part.ts';
import { decodeText } from './plain-text.ts';
import { readDump } from './read-dump.ts';
import { readJson } from './read-json.ts';
import { looksPage, looksXml, pageWords, readXml, withoutMarkup } from './read-xml.ts';

/** A longer payload is read up to here: its errors stand at its head, and the cost of reading stays bounded. */
export const RAW_MAX = 65_536;
const DEPTH_MAX = 5;

/** Reads an error of any provider into its parts: JSON, XML, a page, a dump of either, JSON within JSON, or a sentence. */
export function readError(raw: unknown): ReadError {
  const reading = emptyReading();
  if (typeof raw === 'string') readWords(raw.slice(0, RAW_MAX), reading);
  else readJson(raw, reading, 0, (text, depth) => readText(text, depth, reading));
  if (reading.parts.length === 0 && raw !== null && typeof raw === 'object') {
    const values = JSON.stringify(raw) ?? '';
    reading.parts.push(errorPart(values.slice(0, RAW_MAX)));
  }
  readStatusWords(reading);
  return reading;
}

function readWords(text: string, reading: ReadError): void {
  if (!hasAnswerLines(text)) {
    readText(text, 0, reading);
    return;
  }
  const words = sendersWords(text);
  if (!isCutPayload(words)) readText(words, 0, reading);
  reading.ahead = reading.parts.length;
  readAnswerLines(text, reading);
}

function readText(text: string, depth: number, reading: ReadError): void {
  const trimmed = text.trim();
  if (trimmed === '' || depth > DEPTH_MAX) return;
  const before = reading.parts.length;
  if (/^["[{]/.test(trimmed) && readWhole(trimmed, depth, reading) && reading.parts.length > before) return;
  const decoded = decodeMarkup(trimmed);
  if (looksXml(decoded) && readXml(decoded, reading)) return;
  if (looksPage(decoded)) {
    reading.isPage = true;
    reading.parts.push(errorPart(pageWords(decoded)));
    return;
  }
  if (/[:>]/.test(decoded) && readDump(decoded, reading)) return;
  reading.parts.push(errorPart(withoutMarkup(decoded)));
}

/** Escaped tags are tags once more. */
function decodeMarkup(text: string): string {
  return text.includes('&lt;') || text.includes('&quot;') || text.includes('\\u00') ? decodeText(text) : text;
}

function readWhole(text: string, depth: number, reading: ReadError): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof value === 'string') readText(value, depth + 1, reading);
  else readJson(value, reading, depth, (inner, level) => readText(inner, level, reading));
  return true;
}

/** What a sentence itself says of codes and statuses: `errorCode=003200; statusCode=401`, `[429]`, `Error 6240`, `HTTP 503`. */
function readStatusWords(reading: ReadError): void {
  for (const { message, detail, code } of reading.parts) {
    if (code !== null && !reading.codes.includes(code)) reading.codes.push(code);
    const words = `${message} ${detail ?? ''}`.slice(0, 2000);
    for (const [, found] of words.matchAll(
      /\b(?:error ?code|code|error|fault)\b["']?\s{0,3}[=:#]?\s{0,3}["'(]?0{0,2}(\d{3,5})\b/gi,
    )) {
      if (found !== undefined) reading.codes.push(found);
    }
    for (const [, found] of words.matchAll(/\b(BDC_\d{4})\b/g)) if (found !== undefined) reading.codes.push(found);
    for (const [, found] of words.matchAll(
      /(?:\bstatus(?: ?code)?\b["']?|\bhttp(?:\/[\d.]{1,3})?(?: error| status| response)?(?: code)?)\s{0,3}[=:]?\s{0,3}["'(]?([1-5]\d\d)\b/gi,
    )) {
      reading.statuses.push(Number(found));
    }
    for (const [, found] of words.matchAll(
      /\b(?:failed with|answered|returned|responded with)(?: an?)? \(?(40[0134]|409|42[29]|50[0-4])\b(?![.,]?\d)/gi,
    )) {
      reading.statuses.push(Number(found));
    }
    const first = /^\W{0,3}((?:6[0-9]{2}|[1-7]\d{3}|10[0-2]00)) ?[:.\- ]/.exec(message.trim());
    if (first?.[1] !== undefined) reading.codes.push(first[1]);
    const led = /^\W{0,3}\[?([45]\d\d)\]?\b/.exec(message.trim());
    if (led !== null) reading.statuses.push(Number(led[1]));
  }
  reading.codes = [...new Set(reading.codes.map((code) => code.trim().replace(/^0{1,2}(?=\d{4}$)/, '')))];
  reading.statuses = [...new Set(reading.statuses)];
}
