import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { newId } from '#lib/core/ids.ts';
import { env } from '#lib/env.ts';
import { contentSecurityPolicy } from '#lib/http/content-security-policy.ts';
import { LAST_TENANT_COOKIE, tenantSlugOf } from '#lib/http/last-tenant.ts';
import { needsSecureCookies, requestOrigin } from '#lib/http/request-origin.ts';

/**
 * Gives each page request its id and its Content-Security-Policy. It decides nothing about who may see what:
 * that is the first line of each page. The API is left out, since what passes here is buffered and cut at 10 MB.
 */
export function proxy(request: NextRequest): NextResponse {
  const { NODE_ENV, OIDC_ISSUER } = env();
  const nonce = randomBytes(16).toString('base64');
  const requestId = newId();
  const policy = contentSecurityPolicy({
    nonce,
    signOnOrigin: OIDC_ISSUER === undefined ? null : new URL(OIDC_ISSUER).origin,
    isDevelopment: NODE_ENV === 'development',
  });

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-request-id', requestId);
  // From here Next takes the nonce for the scripts it writes itself.
  headers.set('content-security-policy', policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-request-id', requestId);
  rememberTenant(request, response, needsSecureCookies(requestOrigin(request.headers)));
  return response;
}

function rememberTenant(request: NextRequest, response: NextResponse, isSecure: boolean): void {
  const slug = tenantSlugOf(request.nextUrl.pathname);
  const isPrefetch = request.headers.has('next-router-prefetch') || request.headers.get('purpose') === 'prefetch';
  if (slug === null || isPrefetch || request.cookies.get(LAST_TENANT_COOKIE)?.value === slug) return;
  response.cookies.set(LAST_TENANT_COOKIE, slug, {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
    maxAge: 365 * 24 * 60 * 60,
  });
}

export const config = {
  // Everything but the API for sync jobs, the upload of files, and files.
  matcher: ['/((?!api/v1/|_next/|[^/]+/(?:import|settings/reference)/upload$|[^/]+\\.[a-z0-9]+$).*)'],
};
