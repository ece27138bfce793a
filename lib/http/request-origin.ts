import { env } from '#lib/env.ts';

/**
 * Takes a request's headers; gives the origin that the browser knows this site by, without a trailing slash.
 * A configured public address wins; else it is the host asked for, which Next copies to `x-forwarded-host`.
 */
export function requestOrigin(headers: Headers): string {
  const { TIEOUT_URL, AUTH_URL } = env();
  const configured = TIEOUT_URL ?? AUTH_URL;
  if (configured !== undefined) return new URL(configured).origin;
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost';
  const protocol = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http';
  return `${protocol}://${host}`;
}

/**
 * Says whether a call that writes may come from a page of this very site. Browsers name the page's origin with every such
 * call to another site, and most with every one: what names none was sent by no other site's page.
 */
export function isSameOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin === null) return headers.get('sec-fetch-site') !== 'cross-site';
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  // Like the page itself, the call may have come by another name than the configured one.
  return origin === requestOrigin(headers) || (host !== null && URL.parse(origin)?.host === host);
}

/**
 * Says whether cookies must be Secure: everywhere but on plain http to this very machine, where there is no network
 * to listen on.
 */
export function needsSecureCookies(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || !isThisMachine(hostname);
}

/** Says whether a browser would drop our cookies: they are Secure, and the page came over plain http. */
export function wouldDropCookies(origin: string): boolean {
  return needsSecureCookies(origin) && new URL(origin).protocol !== 'https:';
}

function isThisMachine(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
