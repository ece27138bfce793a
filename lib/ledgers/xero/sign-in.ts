import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { custom, Issuer } from 'openid-client';
import { XeroClient } from 'xero-node';
import { z } from 'zod';
import { storable } from '#lib/core/storable-text.ts';
import { ledgerCredentials } from '../configuration.ts';
import type { LedgerCompany, LedgerSignIn, TokenPair } from '../ledger.ts';
import { LedgerError } from '../ledger-error.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { readJson } from '../provider-words.ts';
import { readOnlyRequest } from '../read-only-request.ts';
import { type Reply, sendCall, unanswered } from '../send-call.ts';
import { endOf } from '../token-end.ts';
import { tokenRefusal } from '../token-refusal.ts';
import { xeroAddresses } from './addresses.ts';
import { xeroRefusal } from './errors.ts';

const PROVIDER = LEDGER_WORDS.xero.name;
const TIMEOUT_MS = 20_000;
const BODY_MAX_BYTES = 1024 * 1024;
/** Xero's answers do not say it: a refresh token ends after 60 days without use. */
const REFRESH_DAYS = 60;
/** `setTokenSet` wants an access token, which a refresh does not. */
const NO_ACCESS = 'none';

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number(),
  scope: z.string().optional(),
});

const connectionRows = z.array(
  z.object({
    id: z.string().max(255),
    tenantId: z.string().max(255),
    tenantType: z.string(),
    tenantName: z
      .string()
      .transform((name) => storable(name))
      .nullish(),
  }),
);

/**
 * Signs in to Xero through xero-node and the OpenID client within it, with PKCE. Each call has a client of its own, whose
 * endpoints are set by hand: left alone it asks for them, with settings of the whole process and hosts that are fixed.
 */
export function xeroSignIn(): LedgerSignIn {
  const { clientId, clientSecret, redirectUri, environment, scopes } = ledgerCredentials('xero');
  const addresses = xeroAddresses(environment);

  function clientOf(agent?: HttpAgent): XeroClient {
    const client = new XeroClient({ clientId, clientSecret, redirectUris: [redirectUri], scopes });
    const issuer = new Issuer({
      issuer: addresses.issuer,
      authorization_endpoint: addresses.authorize,
      token_endpoint: addresses.token,
      revocation_endpoint: addresses.revoke,
      jwks_uri: addresses.jwks,
    });
    client.openIdClient = new issuer.Client({
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      response_types: ['code'],
    });
    client.openIdClient[custom.http_options] = () => ({ timeout: TIMEOUT_MS, ...(agent && { agent }) });
    return client;
  }

  /** Makes one call of the library's, which ends with the time limit whatever the library waits for. */
  async function ask<Value>(secrets: readonly string[], call: (client: XeroClient) => Promise<Value>): Promise<Value> {
    const agent = addresses.token.startsWith('https:') ? new HttpsAgent() : new HttpAgent();
    let isTimeOut = false;
    const timer = setTimeout(() => {
      isTimeOut = true;
      agent.destroy();
    }, TIMEOUT_MS);
    try {
      return await call(clientOf(agent));
    } catch (error) {
      throw errorOf(error, secrets, isTimeOut);
    } finally {
      clearTimeout(timer);
      agent.destroy();
    }
  }

  return {
    ledger: 'xero',
    environment,
    authorizeUrl: ({ state, challenge }) =>
      clientOf().openIdClient.authorizationUrl({
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }),
    exchangeCode: async ({ code, state, verifier }) => {
      const issuedAt = new Date();
      const tokens = await ask([code, verifier], ({ openIdClient }) =>
        openIdClient.oauthCallback(redirectUri, { code, state }, { state, code_verifier: verifier }),
      );
      return readPair(tokens, issuedAt, scopes);
    },
    refresh: async (refreshToken) => {
      const issuedAt = new Date();
      const tokens = await ask([refreshToken], (client) => {
        client.setTokenSet({ access_token: NO_ACCESS, refresh_token: refreshToken });
        return client.refreshToken();
      });
      return readPair(tokens, issuedAt, scopes);
    },
    revoke: async (refreshToken) => {
      try {
        await ask([refreshToken], (client) => {
          client.setTokenSet({ access_token: NO_ACCESS, refresh_token: refreshToken });
          return client.revokeToken();
        });
      } catch (error) {
        const isGone = error instanceof LedgerError && /^invalid_(token|grant)/.test(error.code ?? '');
        if (!isGone) throw error;
      }
    },
    readCompanies: async (access) => {
      const reply = await readOnlyRequest({
        method: 'GET',
        url: addresses.connections,
        headers: headersOf(access),
        provider: PROVIDER,
      });
      const refused = xeroRefusal(reply, [access]);
      if (refused !== null) throw refused;
      return readConnections(reply);
    },
    removeCompany: async (access, providerId) => {
      const reply = await sendCall({
        method: 'DELETE',
        url: `${addresses.connections}/${encodeURIComponent(providerId)}`,
        headers: headersOf(access),
        timeoutMs: TIMEOUT_MS,
        bodyMaxBytes: BODY_MAX_BYTES,
        isAlone: true,
        provider: PROVIDER,
      });
      // Not found: it was ended at Xero meanwhile.
      const refused = reply.status === 404 ? null : xeroRefusal(reply, [access]);
      if (refused !== null) throw refused;
      return true;
    },
  };
}

function headersOf(access: string): Record<string, string> {
  return { authorization: `Bearer ${access}`, accept: 'application/json' };
}

function readPair(tokens: unknown, issuedAt: Date, asked: string[]): TokenPair {
  const { access_token, refresh_token, scope } = tokens as Record<string, unknown>;
  // A getter of the library's, in whole seconds from now.
  const { expires_in } = tokens as { expires_in?: unknown };
  const parsed = tokenAnswer.safeParse({ access_token, refresh_token, expires_in, scope });
  if (!parsed.success) {
    throw new LedgerError(`${PROVIDER} answered without a pair of tokens.`, {
      trouble: 'unavailable',
      isAnswerLost: true,
    });
  }
  const { data } = parsed;
  const after = (seconds: number) => endOf(issuedAt, seconds);
  return {
    access: data.access_token,
    refresh: data.refresh_token,
    scopes: data.scope?.split(' ') ?? asked,
    issuedAt,
    accessEndsAt: after(data.expires_in),
    refreshEndsAt: after(REFRESH_DAYS * 86_400),
    hardEndsAt: null,
  };
}

function readConnections({ body }: Reply): LedgerCompany[] {
  const parsed = connectionRows.safeParse(readJson(body));
  if (!parsed.success) {
    throw new LedgerError(`${PROVIDER} answered without a list of organisations.`, { trouble: 'unavailable' });
  }
  return parsed.data
    .filter(({ tenantType }) => tenantType === 'ORGANISATION')
    .map(({ id, tenantId, tenantName }) => ({
      companyId: tenantId,
      name: tenantName ?? tenantId,
      providerId: id,
      country: null,
      homeCurrency: null,
    }));
}

/** Takes what the library threw, of whatever kind; gives it in the provider's words. */
function errorOf(error: unknown, secrets: readonly string[], isTimeOut: boolean): LedgerError {
  if (error instanceof LedgerError) return error;
  const response = error instanceof Error && 'response' in error ? (error.response as LibraryResponse) : undefined;
  if (response?.statusCode === undefined || isTimeOut) {
    const isSlow = isTimeOut || (error instanceof Error && /timed out/.test(error.message));
    return unanswered({ provider: PROVIDER, timeoutMs: TIMEOUT_MS }, error, isSlow);
  }
  const reply = { status: response.statusCode, headers: response.headers ?? {}, body: textOf(response) };
  return tokenRefusal(reply, { provider: PROVIDER, requestIdHeader: 'xero-correlation-id', secrets });
}

type LibraryResponse = { statusCode?: number; headers?: Reply['headers']; body?: unknown };

/** Its body is parsed as it is read, and throws where it is not JSON. */
function textOf(response: LibraryResponse): string {
  try {
    const { body } = response;
    if (Buffer.isBuffer(body)) return body.toString('utf8');
    return typeof body === 'string' ? body : JSON.stringify(body ?? '');
  } catch {
    return '';
  }
}
