import { NextRequest } from 'next/server';
import { handlers } from '#lib/http/auth.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';

/**
 * Where the OpenID provider sends people back to: next-auth checks state, nonce and the PKCE verifier against
 * cookies of its own, so a forged visit ends at the sign-in page. Its other routes are not served: signing in and out
 * are server actions, whose Origin header Next compares with the host.
 */
export function GET(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  // Next tells the host it listens on, not the one the browser asked for.
  return handlers.GET(new NextRequest(new URL(pathname + search, requestOrigin(request.headers)), request));
}
