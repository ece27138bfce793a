import { pingDatabase } from '#lib/db/client.ts';
import { log } from '#lib/log.ts';

export const dynamic = 'force-dynamic';

/** Says whether this process serves and reaches its database: for supervisors and load balancers. */
export async function GET(): Promise<Response> {
  try {
    await pingDatabase();
    return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    log.error({ err: error }, 'the database does not answer');
    return Response.json({ status: 'database unreachable' }, { status: 503, headers: { 'cache-control': 'no-store' } });
  }
}
