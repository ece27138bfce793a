import { headers } from 'next/headers';
import { requestOrigin, wouldDropCookies } from '#lib/http/request-origin.ts';

/** Gives what to say where a browser would drop the session's cookie, or null where it keeps it. */
export async function insecureMessage(): Promise<string | null> {
  const origin = requestOrigin(await headers());
  if (!wouldDropCookies(origin)) return null;
  return `Tieout signs people in over https only: at ${origin} anybody on the network could read along. Use https, or open it on this very computer as http://localhost.`;
}
