import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { env } from '#lib/env.ts';
import { guardedLookup, RefusedTargetError, type Resolve, systemResolve } from './guarded-lookup.ts';
import { isAllowedAddress } from './public-address.ts';
import { hostOf, readTargetUrl } from './target-url.ts';

/** From the first look for the address to the last byte of the answer. */
export const TIMEOUT_MS = 15_000;
/** So much of an answer is kept. */
export const ANSWER_MAX = 16 * 1024;
const HEADER_MAX = 500;

/** What became of one call. */
export type Sent = {
  at: Date;
  durationMs: number;
  /** Null where no answer came. */
  status: number | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  isBodyCut: boolean;
  /** What went wrong, for people; null if the target took it. */
  problem: string | null;
};

type Answer = Pick<Sent, 'status' | 'responseHeaders' | 'responseBody' | 'isBodyCut'>;

/** What a test may take the place of. */
export type SendOptions = { resolve?: Resolve; timeoutMs?: number };

/**
 * Posts a body to a target over a connection of its own and gives what became of it; never throws. The target is checked
 * anew, and every address of its name when it connects. A redirect is not followed.
 */
export async function sendRequest(
  target: string,
  headers: Record<string, string>,
  body: string,
  { resolve = systemResolve, timeoutMs = TIMEOUT_MS }: SendOptions = {},
): Promise<Sent> {
  const at = new Date();
  const startedAt = performance.now();
  const none: Answer = { status: null, responseHeaders: null, responseBody: null, isBodyCut: false };
  const [answer, problem] = await post(target, headers, body, resolve, AbortSignal.timeout(timeoutMs)).then(
    (given) => [given, problemOfStatus(given.status ?? 0)] as const,
    (error: unknown) => [none, problemOfError(error, timeoutMs)] as const,
  );
  return { at, durationMs: Math.round(performance.now() - startedAt), ...answer, problem };
}

function post(
  target: string,
  headers: Record<string, string>,
  body: string,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<Answer> {
  const { url, problem } = readTargetUrl(target);
  if (url === null) return Promise.reject(new RefusedTargetError(`Not sent: the address ${problem}.`));
  const allowed = { isLoopbackAllowed: env().WEBHOOK_ALLOW_LOOPBACK };
  const host = hostOf(url);
  // No name is looked up for an address, so the lookup would not be asked.
  if (isIP(host) !== 0 && !isAllowedAddress(host, allowed)) {
    return Promise.reject(new RefusedTargetError('Not sent: the address leads into a private network.'));
  }
  const bytes = Buffer.from(body);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    let isAnswered = false;
    const call = send(
      url,
      {
        method: 'POST',
        // A connection of its own: its address was checked for this very call.
        agent: false,
        lookup: guardedLookup(resolve, allowed),
        headers: { ...headers, 'content-length': String(bytes.length) },
        signal,
      },
      (response) => {
        isAnswered = true;
        void readAnswer(response).then(done, fail);
      },
    );
    // What breaks off after that ends the answer.
    call.on('error', (error) => isAnswered || fail(error));
    call.end(bytes);
  });
}

/** The status decides, so an answer that is too long, or breaks off, is kept as far as it came. */
async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isBodyCut = false;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, ANSWER_MAX - size));
      size += chunk.length;
      if (size <= ANSWER_MAX) continue;
      isBodyCut = true;
      break;
    }
  } catch {
    isBodyCut = true;
  }
  response.destroy();
  return {
    status: response.statusCode ?? null,
    responseHeaders: headersOf(response),
    responseBody: storable(Buffer.concat(chunks).toString('utf8')),
    isBodyCut,
  };
}

function headersOf(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      storable(name),
      storable(String(value).slice(0, HEADER_MAX)),
    ]),
  );
}

/** PostgreSQL's text holds neither of these. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

function problemOfStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `Answered with ${status}: redirects are not followed.`;
  if (status === 410) return 'Answered with 410: the address is gone.';
  return `Answered with ${status}.`;
}

const WORDS: Record<string, string> = {
  ENOTFOUND: 'The host was not found.',
  EAI_AGAIN: 'The host could not be looked up.',
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection broke off before an answer came.',
  EHOSTUNREACH: 'The host can’t be reached.',
  ENETUNREACH: 'The host can’t be reached.',
  ETIMEDOUT: 'No connection within the time.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is self-signed.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate can’t be verified.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host.',
};

function problemOfError(error: unknown, timeoutMs: number): string {
  if (error instanceof RefusedTargetError) return error.message;
  if (!(error instanceof Error)) return 'The call failed.';
  const code = 'code' in error ? String(error.code) : '';
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || code === 'ABORT_ERR') {
    return `No answer within ${Math.round(timeoutMs / 1000)} seconds.`;
  }
  // Every address of the name was tried, each with an error of its own.
  if (error instanceof AggregateError) return problemOfError(error.errors[0], timeoutMs);
  return WORDS[code] ?? `The call failed${code === '' ? '' : ` (${code})`}.`;
}
