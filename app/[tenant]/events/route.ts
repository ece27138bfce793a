import { memberContext } from '#lib/access/member-context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { readSession } from '#lib/http/auth.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { whenStopping } from '#lib/http/stopping.ts';
import { changeStamp } from '#lib/live/change-stamp.ts';
import { changeStream } from '#lib/live/change-stream.ts';
import { watchRecords } from '#lib/live/watch-records.ts';

type EventsRoute = { params: Promise<{ tenant: string }> };

/**
 * Tells a page that records changed: as a stream of events, or, asked for JSON, by a stamp to compare. Whoever may not
 * read is answered nothing, which is how a server tells an EventSource to stop; the next click says why.
 */
export async function GET(request: Request, { params }: EventsRoute): Promise<Response> {
  try {
    const { tenant } = await params;
    const ctx = await fetchContext(tenant, 'record:read');
    const stamp = () => changeStamp(ctx);
    if (!request.headers.get('accept')?.includes('text/event-stream')) {
      return Response.json({ stamp: await stamp() }, { headers: { 'cache-control': 'no-store' } });
    }
    const claim = await readSession();
    const { requestId, address } = ctx;
    const stream = changeStream({
      watch: (listener) => watchRecords(ctx, listener),
      stamp,
      isAllowed: async () =>
        claim !== null &&
        (await memberContext({ ...claim, tenantSlug: tenant, requestId, address })).permissions.has('record:read'),
      signal: AbortSignal.any([request.signal, whenStopping()]),
    });
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // Neither the server's own compression nor a proxy may hold events back.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        // Kept alive, the connection would bring a server that stops the same reader again and again.
        connection: 'close',
      },
    });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'unauthenticated' || error.code === 'forbidden')) {
      return new Response(null, { status: 204 });
    }
    return problemResponse(error, await currentRequestId());
  }
}
