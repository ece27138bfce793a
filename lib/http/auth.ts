import { createHash } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { after } from 'next/server';
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from 'next-auth';
import { getToken } from 'next-auth/jwt';
import Credentials from 'next-auth/providers/credentials';
import { findOrLinkIdentity } from '#lib/access/find-or-link-identity.ts';
import { inviteTextIn } from '#lib/access/invite-text.ts';
import type { SessionClaim } from '#lib/access/member-context.ts';
import { recordRefusedSignIn } from '#lib/access/record-refused-sign-in.ts';
import { signInWithPassword } from '#lib/access/sign-in-with-password.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { authSecret, env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { askedPath } from './asked-path.ts';
import { clientAddress } from './client-address.ts';
import { needsSecureCookies, requestOrigin } from './request-origin.ts';

const SESSION_SECONDS = 7 * 24 * 60 * 60;

/** How next-auth knows the single sign-on provider; a part of the address that the provider sends people back to. */
export const SIGN_ON_PROVIDER = 'oidc';

/** A password sign-in that was refused, with what to tell the person. */
export class SignInRefused extends CredentialsSignin {
  override code = 'refused';
  readonly reason: AppError;

  constructor(reason: AppError) {
    super(reason.message);
    this.reason = reason;
  }
}

/** next-auth, configured anew for each request, since the settings and the address are known only then. */
export const { handlers, signIn, signOut } = NextAuth(async () => authConfig(await headers()));

/** Gives what this request's session cookie claims, or null. Whether it still holds, the database says. */
export async function readSession(): Promise<SessionClaim | null> {
  const token = await readToken();
  return typeof token?.sub === 'string' && typeof token.version === 'number'
    ? { personId: token.sub, sessionVersion: token.version }
    : null;
}

/**
 * Gives what this very session is known by, to bind what leaves this site and must come back to the same browser: another
 * session of the same person has another one. Null without a session.
 */
export async function sessionHash(): Promise<Uint8Array<ArrayBuffer> | null> {
  const token = await readToken();
  if (typeof token?.sub !== 'string' || typeof token.jti !== 'string') return null;
  const text = JSON.stringify([token.sub, token.version, token.jti]);
  return Uint8Array.from(createHash('sha256').update(text).digest());
}

async function readToken() {
  const secureCookie = needsSecureCookies(requestOrigin(await headers()));
  // Cookies alone: a bearer token is for the API, never for a screen.
  const cookie = (await cookies()).toString();
  return getToken({ req: { headers: { cookie } }, secret: authSecret(), secureCookie });
}

/** Gives the page that a single sign-on under way was to lead to, or null. */
export async function waitingPath(): Promise<string | null> {
  const prefix = needsSecureCookies(requestOrigin(await headers())) ? '__Secure-' : '';
  const callback = (await cookies()).get(`${prefix}authjs.callback-url`)?.value;
  if (callback === undefined || !URL.canParse(callback)) return null;
  const { pathname, search } = new URL(callback);
  return askedPath(pathname + search);
}

/** Gives the name of the single sign-on provider, or null if none is configured. */
export function singleSignOnName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = env();
  return OIDC_ISSUER === undefined ? null : OIDC_NAME;
}

async function authConfig(requestHeaders: Headers): Promise<NextAuthConfig> {
  const origin = { requestId: requestHeaders.get('x-request-id') ?? newId(), address: clientAddress(requestHeaders) };
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env();
  return {
    secret: authSecret(),
    trustHost: true,
    useSecureCookies: needsSecureCookies(requestOrigin(requestHeaders)),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: (credentials) => authorizePassword(credentials, origin),
      }),
      ...(issuer === undefined
        ? []
        : [
            {
              id: SIGN_ON_PROVIDER,
              name,
              type: 'oidc' as const,
              issuer,
              clientId,
              clientSecret,
              checks: ['pkce' as const, 'state' as const, 'nonce' as const],
              authorization: { params: { scope: 'openid email profile' } },
              // Many providers put the address into the userinfo answer alone.
              idToken: false,
            },
          ]),
    ],
    callbacks: {
      // Only here is somebody looked up: what is put on `user` goes into the token below, and nothing else.
      async signIn({ user, account, profile }) {
        if (account?.provider !== SIGN_ON_PROVIDER || issuer === undefined) return account?.type === 'credentials';
        const next = await waitingPath();
        const found = await findOrLinkIdentity({
          ...origin,
          issuer,
          subject: account.providerAccountId,
          name: profile?.name ?? null,
          email: profile?.email ?? null,
          emailVerified: profile?.email_verified === true,
          inviteText: inviteTextIn(next),
        });
        if ('refused' in found) {
          return `/sign-in?${new URLSearchParams({ reason: found.refused, ...(next === null ? {} : { next }) })}`;
        }
        user.id = found.claim.personId;
        user.sessionVersion = found.claim.sessionVersion;
        return true;
      },
      jwt: ({ token, user }) => (user ? { sub: user.id, version: user.sessionVersion } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (error) => {
        if (error instanceof CredentialsSignin) return;
        log.warn(
          {
            error: error instanceof AuthError ? error.type : error.name,
            detail: error.message,
            cause: error.cause,
            requestId: origin.requestId,
          },
          'sign-in failed',
        );
      },
      warn: (code) => log.debug({ code }, 'next-auth warning'),
      debug: () => undefined,
    },
  };
}

async function authorizePassword(
  credentials: Partial<Record<'email' | 'password', unknown>>,
  origin: { requestId: string; address: string | null },
) {
  const email = String(credentials.email ?? '');
  try {
    const claim = await signInWithPassword({ ...origin, email, password: String(credentials.password ?? '') });
    return { id: claim.personId, sessionVersion: claim.sessionVersion };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // After the answer: writing it takes longer for somebody whom we know.
    after(() => recordRefusedSignIn({ ...origin, email, note: error.code }));
    throw new SignInRefused(error);
  }
}

declare module 'next-auth' {
  interface User {
    sessionVersion?: number;
  }
}
