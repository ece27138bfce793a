/**
 * Says whether a page of another site led here, or made the request. A browser says so itself; what says nothing is no
 * browser that could be led. Where a visit alone does something, such as an export that is counted and audited, nobody
 * else may cause it.
 */
export function isFromOtherSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
}

/** Leads to the page that offers what was asked for. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } });
}
