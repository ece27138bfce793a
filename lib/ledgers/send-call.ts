import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { LedgerError } from './ledger-error.ts';
import { hideSecrets } from './provider-words.ts';

/** An answer of a provider, whatever its status. */
export type Reply = { status: number; headers: IncomingHttpHeaders; body: string };

/** One call, as it goes out. */
export type Call = {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** From the first look for the address to the last byte of the answer. */
  timeoutMs: number;
  bodyMaxBytes: number;
  /** Over a connection of its own: one that was kept may break off after the call was done, and a token call is done once. */
  isAlone: boolean;
  /** Who is called, for people: `QuickBooks Online`. */
  provider: string;
};

/**
 * Sends one call once and gives the answer, whatever it says. Throws `LedgerError` (`unavailable`) when no whole answer
 * came; its `isAnswerLost` is false only where the call surely never arrived.
 */
export async function sendCall(call: Call): Promise<Reply> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  try {
    return await send(call, signal);
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw unanswered(call, error, signal.aborted);
  }
}

function send(call: Call, signal: AbortSignal): Promise<Reply> {
  const url = new URL(call.url);
  const bytes = call.body === undefined ? null : Buffer.from(call.body);
  const length = bytes === null ? {} : { 'content-length': String(bytes.length) };
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const request = start(
      url,
      {
        method: call.method,
        headers: { ...call.headers, ...length, 'accept-encoding': 'identity' },
        signal,
        ...(call.isAlone ? { agent: false } : {}),
      },
      (response) => void readReply(response, call).then(done, fail),
    );
    request.on('error', fail);
    request.end(bytes ?? undefined);
  });
}

async function readReply(response: IncomingMessage, { bodyMaxBytes, provider }: Call): Promise<Reply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyMaxBytes) {
      response.destroy();
      const megabytes = Math.ceil(bodyMaxBytes / 1024 / 1024);
      throw new LedgerError(`${provider} answered with more than ${megabytes} MB.`, {
        trouble: 'unavailable',
        httpStatus: response.statusCode ?? null,
        isAnswerLost: true,
      });
    }
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error('the answer broke off');
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** Where no connection was made, nothing arrived. */
const NEVER_SENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** Takes what a failed call threw; gives it as an error of the ledger, in plain words. */
export function unanswered(
  { provider, timeoutMs }: Pick<Call, 'provider' | 'timeoutMs'>,
  error: unknown,
  isTimeOut: boolean,
): LedgerError {
  const code = codeOf(error);
  if (isTimeOut) {
    const message = `${provider} did not answer within ${Math.round(timeoutMs / 1000)} seconds.`;
    return new LedgerError(message, { trouble: 'unavailable', code: 'timeout', isAnswerLost: true });
  }
  const isNeverSent = code !== null && NEVER_SENT.includes(code);
  const what = isNeverSent ? 'can’t be reached' : 'did not answer: the connection broke off';
  const message = hideSecrets(`${provider} ${what}${code === null ? '' : ` (${code})`}.`);
  return new LedgerError(message, { trouble: 'unavailable', code, isAnswerLost: !isNeverSent });
}

function codeOf(error: unknown): string | null {
  // Every address of the name was tried, each with an error of its own.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
