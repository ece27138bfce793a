import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider, { type Context } from 'oidc-provider';

const LOGIN_PATH = '/login/';

/** Somebody the provider knows. The subject is what one types as the user name; there are no passwords. */
export type ProviderAccount = { subject: string; email: string; emailVerified: boolean; name: string };

type ProviderOptions = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  accounts: readonly ProviderAccount[];
};

/**
 * Runs a real OpenID provider over HTTP on a free port of this machine: authorization code with PKCE required,
 * claims in the userinfo answer, its own login page, consent given beforehand.
 */
export async function startOidcProvider(
  options: ProviderOptions,
): Promise<{ issuer: string; stop: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `${LOGIN_PATH}${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context: Context, subject: string) => {
      const account = options.accounts.find((known) => known.subject === subject);
      if (account === undefined) return undefined;
      const { email, emailVerified, name } = account;
      return { accountId: subject, claims: () => ({ sub: subject, email, email_verified: emailVerified, name }) };
    },
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith(LOGIN_PATH)) void showLogin(provider, request, response);
    else answer(request, response);
  });
  return {
    issuer,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function showLogin(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    const form = new URLSearchParams(await text(request));
    const login = { login: { accountId: form.get('user') } };
    const result = form.get('choice') === 'cancel' ? { error: 'access_denied' } : login;
    return provider.interactionFinished(request, response, result);
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><title>Simulated provider</title><link rel="icon" href="data:,">
    <form method="post"><label>User name <input name="user"></label>
    <button name="choice" value="continue">Continue</button> <button name="choice" value="cancel">Cancel</button></form>`);
}
