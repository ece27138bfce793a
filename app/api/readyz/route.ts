import { readiness } from '#lib/db/readiness.ts';

export const dynamic = 'force-dynamic';

/** Says whether this process can work: its database answers and was migrated. For load balancers and rollouts. */
export async function GET(): Promise<Response> {
  const state = await readiness();
  const headers = { 'cache-control': 'no-store' };
  if (state.isReady) return Response.json({ status: 'ready' }, { headers });
  return Response.json({ status: state.status }, { status: 503, headers });
}
