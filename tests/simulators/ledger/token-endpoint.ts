import { timingSafeEqual } from 'node:crypto';
import type { Answer, Call } from './answer.ts';
import type { IssuedTokens, TokenStore } from './token-store.ts';

/** What the token endpoint of a provider needs. */
export type TokenEndpoint = {
  clientId: string;
  clientSecret: string;
  tokens: TokenStore;
  /** Whether the endpoint says why a grant is refused. */
  describes: boolean;
  bodyOf: (issued: IssuedTokens, call: Call) => Record<string, unknown>;
};

/** Exchanges codes and refreshes tokens, with the errors of RFC 6749 as the providers give them. */
export function answerTokenCall(endpoint: TokenEndpoint, call: Call): Answer {
  if (!isClient(endpoint, call)) return oauthError(401, 'invalid_client');
  const form = new URLSearchParams(call.body);
  const { tokens } = endpoint;
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const issued = tokens.exchange(form.get('code') ?? '', form.get('redirect_uri') ?? '', form.get('code_verifier'));
      return issued === null ? oauthError(400, 'invalid_grant') : answerWith(issued);
    }
    case 'refresh_token': {
      const issued = tokens.refresh(form.get('refresh_token') ?? '');
      const why = endpoint.describes ? 'Incorrect or invalid refresh token' : undefined;
      return issued === null ? oauthError(400, 'invalid_grant', why) : answerWith(issued);
    }
    default:
      return oauthError(400, 'unsupported_grant_type');
  }

  function answerWith(issued: IssuedTokens): Answer {
    return { status: 200, body: endpoint.bodyOf(issued, call), headers: { 'cache-control': 'no-store' } };
  }
}

/** Whether a call carries the app's id and secret, by Basic or in its form. */
export function isClient({ clientId, clientSecret }: { clientId: string; clientSecret: string }, call: Call): boolean {
  const basic = /^Basic (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
  const given = basic === undefined ? '' : Buffer.from(basic, 'base64').toString();
  const at = given.indexOf(':');
  return at > 0 && isSame(decode(given.slice(0, at)), clientId) && isSame(decode(given.slice(at + 1)), clientSecret);
}

/** An error of the token endpoint. */
export function oauthError(status: number, error: string, description?: string): Answer {
  return { status, body: description === undefined ? { error } : { error_description: description, error } };
}

/** Clients may have encoded each half as in a form. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return text;
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
