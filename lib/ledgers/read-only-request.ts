import { setTimeout } from 'node:timers/promises';
import { LedgerError } from './ledger-error.ts';
import { readRetryAfter } from './provider-words.ts';
import { type Reply, sendCall } from './send-call.ts';

const TIMEOUT_MS = 30_000;
const BODY_MAX_BYTES = 32 * 1024 * 1024;
const TRIES = 3;
/** Whoever is asked to wait longer than this comes again by the clock. */
const WAIT_MAX_SECONDS = 5;

/** A read of a ledger. `body` is the text of a query. */
export type ReadRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  provider: string;
};

/** How reads are made; tests shorten them. */
export type ReadOptions = {
  timeoutMs?: number;
  pause?: (ms: number) => Promise<unknown>;
  /** Told of each answer that came, also of those that are tried again. */
  onReply?: (reply: Reply) => void;
};

/**
 * The one way to a ledger's data: GET of anything, and POST of a query, which QuickBooks takes either way. Throws before
 * anything is sent if it is asked for something else. What a provider cannot answer now is tried up to three times, as
 * long as it asks for no more than a few seconds; gives the last answer, whatever its status. Throws `LedgerError`.
 */
export async function readOnlyRequest(
  request: ReadRequest,
  { timeoutMs = TIMEOUT_MS, pause = (ms) => setTimeout(ms), onReply }: ReadOptions = {},
): Promise<Reply> {
  const { method, url, headers, body, provider } = request;
  if (!isReading(request)) {
    throw new LedgerError(`Tieout only reads: ${method} ${new URL(url).pathname} is never sent.`, {
      trouble: 'refused',
    });
  }
  const call = { url, headers, body, timeoutMs, provider, bodyMaxBytes: BODY_MAX_BYTES, isAlone: false };
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === TRIES;
    try {
      const reply = await sendCall({ ...call, method: method === 'POST' ? 'POST' : 'GET' });
      onReply?.(reply);
      const waitSeconds = isLast ? null : secondsToWait(reply, attempt);
      if (waitSeconds === null) return reply;
      await pause(waitSeconds * 1000);
    } catch (error) {
      if (isLast || !(error instanceof LedgerError) || error.code === 'timeout') throw error;
      await pause(backOffSeconds(attempt) * 1000);
    }
  }
}

function isReading({ method, url, body }: ReadRequest): boolean {
  if (method === 'GET') return body === undefined;
  return method === 'POST' && new URL(url).pathname.endsWith('/query');
}

function secondsToWait({ status, headers }: Reply, attempt: number): number | null {
  if (status !== 429 && status < 500) return null;
  const asked = readRetryAfter(headers['retry-after']);
  if (asked !== null) return asked <= WAIT_MAX_SECONDS ? asked : null;
  if (status >= 500) return backOffSeconds(attempt);
  // QuickBooks does not say how long, and counts by the second besides by the minute.
  return attempt === 1 ? 1 : null;
}

/** Half a second, then two; never all at the same instant. */
function backOffSeconds(attempt: number): number {
  return 0.5 * 4 ** (attempt - 1) * (1 + Math.random() / 2);
}
