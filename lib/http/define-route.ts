import { apiKeyContext } from '#lib/access/api-key-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { log } from '#lib/log.ts';
import { clientAddress } from './client-address.ts';
import { problemResponse } from './problem.ts';
import { countCall } from './rate-limit.ts';

type RouteContext<P> = { params: Promise<P> };
type Handler<P> = (call: { ctx: Ctx; request: Request; params: P }) => Promise<unknown>;

/** What a handler answers when the work goes on after the answer: 202 instead of 200. */
export class Accepted {
  readonly body: unknown;

  constructor(body: unknown) {
    this.body = body;
  }
}

/**
 * Makes a route of the API out of a verb: finds out who calls, counts the call, answers JSON, and turns whatever
 * is thrown into problem+json. Every answer carries its request id.
 */
export function defineRoute<P = Record<string, never>>(handler: Handler<P>) {
  return async (request: Request, { params }: RouteContext<P>): Promise<Response> => {
    const requestId = newId();
    const response = await answer(request, requestId, handler, params);
    response.headers.set('x-request-id', requestId);
    log.debug(
      { requestId, method: request.method, path: new URL(request.url).pathname, status: response.status },
      'api call',
    );
    return response;
  };
}

async function answer<P>(
  request: Request,
  requestId: string,
  handler: Handler<P>,
  params: Promise<P>,
): Promise<Response> {
  try {
    const address = clientAddress(request.headers);
    const ctx = await apiKeyContext(request.headers.get('authorization'), { requestId, address });
    if (ctx.actor.type === 'api_key') await countCall(ctx.actor.id);
    const answered = await handler({ ctx, request, params: await params });
    const [body, status] = answered instanceof Accepted ? [answered.body, 202] : [answered, 200];
    return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
