import { LedgerError, type LedgerTrouble } from '../ledger-error.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { beginningOf, hideSecrets, readJson, readRetryAfter, wordsOfPage } from '../provider-words.ts';
import type { Reply } from '../send-call.ts';

const PROVIDER = LEDGER_WORDS.qbo.name;

/** What its support advises after too many calls, where the answer does not say. */
const THROTTLE_SECONDS = 60;

/** One error of a fault. */
export type QboFault = { code: string | null; message: string; detail: string };

type FaultBody = { Fault?: ErrorList; fault?: ErrorList; error?: unknown; error_description?: unknown } | null;
type ErrorList = { Error?: ErrorBody[]; error?: ErrorBody[] };
type ErrorBody = { code?: unknown; Message?: unknown; message?: unknown; Detail?: unknown; detail?: unknown };

/**
 * Takes an answer; gives what it refuses, in QuickBooks' own words, or null if it is no refusal. An answer with the
 * status 200 may be one, too; faults come with a capital letter, with a small one, in XML, and as a proxy's page.
 */
export function qboRefusal(reply: Reply, secrets: readonly string[] = []): LedgerError | null {
  const faults = readFaults(reply.body);
  const isJson = readJson(reply.body) !== undefined;
  if (reply.status >= 200 && reply.status < 300 && faults.length === 0 && isJson) return null;
  const first = faults[0];
  const words = faults.length === 0 ? wordsOfPage(reply.body) : faults.map(wordsOf).join(' ');
  const code = first?.code ?? null;
  const trouble = troubleOf(reply.status, code, words);
  const tid = reply.headers.intuit_tid;
  const asked = readRetryAfter(reply.headers['retry-after']);
  return new LedgerError(hideSecrets(words === '' ? `${PROVIDER} answered with ${reply.status}.` : words, secrets), {
    trouble,
    httpStatus: reply.status,
    code,
    isAnswerLost: reply.status >= 500,
    retryAfterSeconds: asked ?? (trouble === 'rate_limited' ? THROTTLE_SECONDS : null),
    providerRequestId: typeof tid === 'string' ? tid : null,
  });
}

/** Reads every error of a fault, in the order given; none where the body is no fault. */
export function readFaults(body: string): QboFault[] {
  const json = readJson(body) as FaultBody | undefined;
  if (json === undefined) return /<Fault\b/.test(beginningOf(body)) ? readXml(beginningOf(body)) : [];
  if (json === null || typeof json !== 'object') return [];
  const list = json.Fault ?? json.fault;
  const errors = list?.Error ?? list?.error;
  if (Array.isArray(errors)) return errors.map(readError);
  if (list !== undefined && list !== null) return [{ code: null, message: JSON.stringify(list), detail: '' }];
  if (typeof json.error !== 'string') return [];
  return [{ code: json.error, message: json.error, detail: textOf(json.error_description) }];
}

function readError(error: ErrorBody): QboFault {
  const code = textOf(error.code);
  return {
    // The gateway writes 003200 within its words, and 3200 beside them.
    code: code === '' ? null : code.replace(/^0+(?=\d)/, ''),
    message: textOf(error.Message ?? error.message),
    detail: textOf(error.Detail ?? error.detail),
  };
}

/** Such XML is not always well formed, so that no parser takes it. */
function readXml(body: string): QboFault[] {
  return [...body.matchAll(/<Error\b([^>]*)>([\s\S]*?)<\/Error>/g)].map(([, attributes = '', inner = '']) => {
    const part = (name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(inner)?.[1]?.trim() ?? '';
    const code = /\bcode="(\d+)"/.exec(attributes)?.[1] ?? null;
    return { code: code?.replace(/^0+(?=\d)/, '') ?? null, message: part('Message'), detail: part('Detail') };
  });
}

function wordsOf({ message, detail }: QboFault): string {
  if (detail === '' || detail === message) return message;
  return message === '' || detail.startsWith(message) ? detail : `${message}: ${detail}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** By the words first, then the code, then the status, since each alone means several things. */
function troubleOf(status: number, code: string | null, words: string): LedgerTrouble {
  if (status === 429 || code === '3001' || /ThrottleExceeded/i.test(words)) return 'rate_limited';
  if (/subscription.{0,40}(ended|lapsed)|Invalid Company Status/i.test(words)) return 'plan';
  if (status >= 500 || /statusCode=5\d\d|InternalServerError/.test(words)) return 'unavailable';
  switch (code) {
    case '100':
    case '110':
    case '3200':
    case '3202':
      return 'token_refused';
    case '120':
    case '3100':
      return 'not_permitted';
    case '130':
    case '10200':
      return 'wrong_company';
    case '5020':
    case '5030':
    case '6190':
    case '7001':
      return 'plan';
    case '140':
    case '150':
    case '10000':
      return 'unavailable';
    default:
      // With 200 it is a refusal all the same; without an error it is a page of something in between.
      return status < 400 ? (code === null ? 'unavailable' : 'refused') : troubleOfStatus(status);
  }
}

function troubleOfStatus(status: number): LedgerTrouble {
  if (status === 401) return 'token_refused';
  if (status === 403) return 'not_permitted';
  return 'refused';
}
