import { LedgerError, type LedgerTrouble } from './ledger-error.ts';
import { hideSecrets, readJson, readRetryAfter, wordsOfPage } from './provider-words.ts';
import type { Reply } from './send-call.ts';

type OAuthBody = { error?: unknown; error_description?: unknown };

/**
 * Takes what a token endpoint answered instead of tokens; gives it as an error in its own words. Only `invalid_grant`
 * itself ends a grant: whatever else goes wrong, the grant may live.
 */
export function tokenRefusal(
  { status, headers, body }: Reply,
  { provider, requestIdHeader, secrets }: { provider: string; requestIdHeader: string; secrets: readonly string[] },
): LedgerError {
  const json = readJson(body) as OAuthBody | null | undefined;
  const code = typeof json?.error === 'string' ? json.error : null;
  const description = typeof json?.error_description === 'string' ? json.error_description : null;
  const said = code === null ? wordsOfPage(body) : description === null ? code : `${code}: ${description}`;
  const requestId = headers[requestIdHeader];
  return new LedgerError(hideSecrets(said === '' ? `${provider} answered with ${status}.` : said, secrets), {
    trouble: troubleOf(status, code),
    httpStatus: status,
    code,
    // A proxy may say so of a server that has done it.
    isAnswerLost: status >= 500 || status < 400,
    retryAfterSeconds: readRetryAfter(headers['retry-after']),
    providerRequestId: typeof requestId === 'string' ? requestId : null,
  });
}

function troubleOf(status: number, code: string | null): LedgerTrouble {
  if (status === 429) return 'rate_limited';
  if (status >= 500 || status < 400) return 'unavailable';
  if (code === 'invalid_grant') return 'grant_dead';
  if (code === 'invalid_client' || code === 'unauthorized_client' || status === 401) return 'misconfigured';
  if (code === 'invalid_scope') return 'not_permitted';
  return 'refused';
}
