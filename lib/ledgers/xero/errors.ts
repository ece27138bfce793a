import { LedgerError, type LedgerTrouble } from '../ledger-error.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { beginningOf, hideSecrets, readJson, readRetryAfter, wordsOfPage } from '../provider-words.ts';
import type { Reply } from '../send-call.ts';

const PROVIDER = LEDGER_WORDS.xero.name;

type Body = Record<string, unknown>;

/**
 * Takes an answer; gives what it refuses, in Xero's own words, or null if it is no refusal. Its problems come with names
 * in capitals or not, validation messages within elements, some as XML, pages of a proxy, or nothing but a status.
 */
export function xeroRefusal(reply: Reply, secrets: readonly string[] = []): LedgerError | null {
  const { status, headers, body } = reply;
  const json = readJson(body);
  const isEmpty = body.trim() === '';
  if (status >= 200 && status < 300 && (json !== undefined || (isEmpty && status === 204))) return null;
  const { code, words } = said(json, body);
  const correlation = headers['xero-correlation-id'];
  return new LedgerError(hideSecrets(words === '' ? wordless(reply) : words, secrets), {
    trouble: troubleOf(status, code, words),
    httpStatus: status,
    code,
    isAnswerLost: status >= 500,
    retryAfterSeconds: readRetryAfter(headers['retry-after']),
    providerRequestId: typeof correlation === 'string' ? correlation : null,
  });
}

function said(json: unknown, body: string): { code: string | null; words: string } {
  if (typeof json !== 'object' || json === null) {
    const xml = [...beginningOf(body).matchAll(/<Message>([\s\S]*?)<\/Message>/g)].map(([, text = '']) => text.trim());
    return { code: null, words: xml.length === 0 ? wordsOfPage(body) : xml.at(-1) || (xml[0] ?? '') };
  }
  const fields = Object.fromEntries(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value])) as Body;
  const messages = validationMessages(fields.elements);
  if (messages.length > 0) return { code: textOf(fields.type), words: messages.join(' ') };
  const detail = textOf(fields.detail);
  const title = textOf(fields.title);
  if (detail !== null) return { code: /^\w+/.exec(detail)?.[0] ?? null, words: title ? `${title}: ${detail}` : detail };
  return { code: textOf(fields.type) ?? textOf(fields.error), words: textOf(fields.message) ?? title ?? '' };
}

function validationMessages(elements: unknown): string[] {
  if (!Array.isArray(elements)) return [];
  return elements.flatMap((element: Body | null) => {
    const errors = element?.ValidationErrors;
    return Array.isArray(errors) ? errors.flatMap((error: Body | null) => textOf(error?.Message) ?? []) : [];
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** After too many calls a header alone says which limit it was. */
function wordless({ status, headers }: Reply): string {
  const problem = headers['x-rate-limit-problem'];
  if (status !== 429) return `${PROVIDER} answered with ${status}.`;
  return `${PROVIDER} refuses more calls for now${typeof problem === 'string' ? ` (limit: ${problem})` : ''}.`;
}

function troubleOf(status: number, code: string | null, words: string): LedgerTrouble {
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'unavailable';
  // The same word means two things: with 403 the token is good, and not for this organisation.
  if (status === 403) return code === 'AuthorizationUnsuccessful' ? 'not_permitted' : 'wrong_company';
  if (status === 401) return code === 'AuthorizationUnsuccessful' ? 'not_permitted' : 'token_refused';
  if (status === 402 || /subscription is still active|reached the limit of invoices/i.test(words)) return 'plan';
  if (/does not have the correct permissions|not permitted to access/i.test(words)) return 'not_permitted';
  return status < 400 ? 'unavailable' : 'refused';
}
