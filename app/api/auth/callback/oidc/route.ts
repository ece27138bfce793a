import type { NextRequest } from 'next/server';
import { handlers } from '#lib/http/auth.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';

/**
 * Where the OpenID provider sends people back to: next-auth checks state, nonce and the PKCE verifier against
 * cookies of its own, so a forged visit ends at the sign-in page. Its other routes are not served: signing in and out
 * are server actions, whose Origin header Next compares with the host.
 */
export function GET(request: NextRequest): Promise<Response> {
  return handlers.GET(asTheBrowserAsked(request));
}

// Next tells the host it listens on, and calls every loopback address localhost; the provider compares to the letter.
function asTheBrowserAsked(request: NextRequest): NextRequest {
  const url = new URL(request.nextUrl.pathname + request.nextUrl.search, requestOrigin(request.headers));
  const asked = new Request(url, { headers: request.headers });
  // All that next-auth reads of a NextRequest besides is its address.
  return Object.assign(asked, { nextUrl: url }) as Request as NextRequest;
}
