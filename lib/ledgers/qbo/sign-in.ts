import OAuthClient from 'intuit-oauth';
import { z } from 'zod';
import { ledgerCredentials } from '../configuration.ts';
import type { LedgerCompany, LedgerSignIn, TokenPair } from '../ledger.ts';
import { LedgerError } from '../ledger-error.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { readJson } from '../provider-words.ts';
import { type Reply, sendCall } from '../send-call.ts';
import { endOf } from '../token-end.ts';
import { tokenRefusal } from '../token-refusal.ts';
import { type QboAddresses, qboAddresses } from './addresses.ts';
import { qboReader } from './reader.ts';

const PROVIDER = LEDGER_WORDS.qbo.name;
const TIMEOUT_MS = 20_000;
const BODY_MAX_BYTES = 1024 * 1024;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
  x_refresh_token_expires_in: z.number().positive(),
  x_refresh_token_hard_expires_in: z.number().positive().nullish(),
});

/** What the library hands over to be sent. */
type LibraryRequest = { url: string; data: Record<string, string>; headers: Record<string, string> };

/**
 * Signs in to QuickBooks Online through intuit-oauth: the library writes the requests, and its own method that sends them
 * is replaced, since it has no time limit, tries an exchange again that may be made once alone, and hides what the
 * provider says. QuickBooks offers no PKCE.
 */
export function qboSignIn(): LedgerSignIn {
  const credentials = ledgerCredentials('qbo');
  const { environment, scopes } = credentials;
  const addresses = qboAddresses(environment);

  /** Makes one request of the library's; gives what was answered. */
  async function ask(
    secrets: readonly string[],
    write: (client: OAuthClient) => Promise<unknown>,
  ): Promise<{ reply: Reply; refused: LedgerError | null }> {
    const client = clientOf();
    let outcome: Reply | LedgerError | undefined;
    client.loadResponse = async (request: LibraryRequest) => {
      try {
        outcome = await send(addresses, request);
        const { status, headers } = outcome;
        return { status, statusText: '', headers, data: readJson(outcome.body) ?? outcome.body };
      } catch (error) {
        if (error instanceof LedgerError) outcome = error;
        throw error;
      }
    };
    await write(client).catch((error: unknown) => {
      // What the provider answered says it better.
      if (outcome === undefined) throw error;
    });
    if (outcome === undefined) throw new Error('intuit-oauth sent nothing');
    if (outcome instanceof LedgerError) throw outcome;
    if (outcome.status === 200) return { reply: outcome, refused: null };
    const words = { provider: PROVIDER, requestIdHeader: 'intuit_tid', secrets };
    return { reply: outcome, refused: tokenRefusal(outcome, words) };
  }

  async function askForPair(
    secrets: readonly string[],
    write: (client: OAuthClient) => Promise<unknown>,
  ): Promise<TokenPair> {
    const issuedAt = new Date();
    const { reply, refused } = await ask(secrets, write);
    if (refused !== null) throw refused;
    return readPair(reply, issuedAt, scopes);
  }

  function clientOf(): OAuthClient {
    return new OAuthClient({
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      redirectUri: credentials.redirectUri,
      environment: environment === 'production' ? 'production' : 'sandbox',
      includeRefreshTokenHardExpiresIn: true,
      // Its log holds tokens.
      logging: false,
    });
  }

  return {
    ledger: 'qbo',
    environment,
    authorizeUrl: ({ state }) => {
      const written = new URL(clientOf().authorizeUri({ scope: scopes, state }));
      return `${addresses.authorize}${written.search}`;
    },
    exchangeCode: ({ code, state, companyId }) => {
      // Written anew from what was let through: the library takes a redirect address from what it is given.
      const callback = new URLSearchParams({ code, state, realmId: companyId ?? '' });
      return askForPair([code], (client) => client.createToken(`?${callback}`));
    },
    refresh: (refreshToken) => askForPair([refreshToken], (client) => client.refreshUsingToken(refreshToken)),
    revoke: async (refreshToken) => {
      const { refused } = await ask([refreshToken], (client) => client.revoke({ refresh_token: refreshToken }));
      const isGone = refused?.httpStatus === 400 && /^invalid_(token|grant|request)/.test(refused.code ?? '');
      if (refused !== null && !isGone) throw refused;
    },
    readCompanies: async (access, claimedId) => [await readCompany(access, claimedId)],
    removeCompany: async () => false,
  };

  async function readCompany(access: string, claimedId: string | null): Promise<LedgerCompany> {
    if (claimedId === null) {
      throw new LedgerError(`${PROVIDER} did not say which company it is.`, { trouble: 'refused' });
    }
    const reader = qboReader({ environment, companyId: claimedId, access });
    const { companyId, name, country, homeCurrency } = await reader.readCompany();
    return { companyId, name, providerId: null, country, homeCurrency };
  }
}

function send(addresses: QboAddresses, { url, data, headers }: LibraryRequest): Promise<Reply> {
  const isRevocation = url === OAuthClient.revokeEndpoint;
  const isJson = headers['Content-Type']?.includes('json');
  return sendCall({
    method: 'POST',
    url: isRevocation ? addresses.revoke : addresses.token,
    headers,
    body: isJson ? JSON.stringify(data) : new URLSearchParams(data).toString(),
    timeoutMs: TIMEOUT_MS,
    bodyMaxBytes: BODY_MAX_BYTES,
    isAlone: true,
    provider: PROVIDER,
  });
}

function readPair({ status, headers, body }: Reply, issuedAt: Date, scopes: string[]): TokenPair {
  const parsed = tokenAnswer.safeParse(readJson(body));
  if (!parsed.success) {
    const tid = headers.intuit_tid;
    throw new LedgerError(`${PROVIDER} answered without a pair of tokens.`, {
      trouble: 'unavailable',
      httpStatus: status,
      isAnswerLost: true,
      providerRequestId: typeof tid === 'string' ? tid : null,
    });
  }
  const { data } = parsed;
  const after = (seconds: number) => endOf(issuedAt, seconds);
  const hard = data.x_refresh_token_hard_expires_in;
  return {
    access: data.access_token,
    refresh: data.refresh_token,
    scopes,
    issuedAt,
    accessEndsAt: after(data.expires_in),
    refreshEndsAt: after(data.x_refresh_token_expires_in),
    hardEndsAt: hard == null ? null : after(hard),
  };
}
