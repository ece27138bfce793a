import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { publicUrl } from '#lib/env.ts';

/** What every answer carries, page, API, file, redirect and error alike: name and value. */
export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
} as const;

/** The policy of every answer that is not a page; pages get one with a nonce from proxy.ts. */
export const POLICY_OF_NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

/** What an answer says besides where the browser came by https. */
const TRANSPORT_SECURITY = 'max-age=31536000';

/**
 * Sets the headers on every answer of this process as its request begins: also on those that Next gives before it
 * looks at its configuration, such as the redirect of a trailing slash. Pages replace the policy by their own.
 */
export function setSecurityHeadersOnEveryAnswer(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', POLICY_OF_NO_PAGE);
    if (isOverHttps(request)) response.setHeader('Strict-Transport-Security', TRANSPORT_SECURITY);
  });
}

function isOverHttps(request: IncomingMessage): boolean {
  return request.headers['x-forwarded-proto'] === 'https' || publicUrl().startsWith('https:');
}
