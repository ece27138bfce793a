import { apiKeyContext } from '#lib/access/api-key-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { log } from '#lib/log.ts';
import { clientAddress } from './client-address.ts';
import { answerOnce } from './idempotency/answer-once.ts';
import { idempotencyKeyOf } from './idempotency/idempotency-key.ts';
import { problemResponse } from './problem.ts';
import { countCall, rateLimitPolicy } from './rate-limit.ts';

type RouteContext<P> = { params: Promise<P> };
type Call<P> = {
  ctx: Ctx;
  request: Request;
  params: P;
  /** The call's Idempotency-Key, for a verb that takes care of it itself. */
  idempotencyKey: string | null;
};
type Handler<P> = (call: Call<P>) => Promise<unknown>;

type RouteOptions = {
  /**
   * Who sees to it that a call with an Idempotency-Key is done once: `answer` keeps the answer for a day and gives it
   * again; a verb that keeps the key in its own transaction, for ever, says `verb`.
   */
  idempotency?: 'answer' | 'verb';
};

/** What a handler answers when the work goes on after the answer: 202 instead of 200. */
export class Accepted {
  readonly body: unknown;

  constructor(body: unknown) {
    this.body = body;
  }
}

/**
 * Makes a route of the API out of a verb: finds out who calls, counts the call, answers JSON, and turns whatever
 * is thrown into problem+json. Every answer carries its request id and the limit of calls; a writing call with an
 * Idempotency-Key is done once.
 */
export function defineRoute<P = Record<string, never>>(handler: Handler<P>, options: RouteOptions = {}) {
  return async (request: Request, { params }: RouteContext<P>): Promise<Response> => {
    const requestId = newId();
    const headers = rateLimitPolicy();
    headers.set('x-request-id', requestId);
    const response = await answer(request, headers, handler, { params: await params, requestId, ...options });
    for (const [name, value] of headers) response.headers.set(name, value);
    log.debug(
      { requestId, method: request.method, path: new URL(request.url).pathname, status: response.status },
      'api call',
    );
    return response;
  };
}

async function answer<P>(
  request: Request,
  headers: Headers,
  handler: Handler<P>,
  { params, requestId, idempotency = 'answer' }: RouteOptions & { params: P; requestId: string },
): Promise<Response> {
  try {
    const address = clientAddress(request.headers);
    const ctx = await apiKeyContext(request.headers.get('authorization'), { requestId, address });
    if (ctx.actor.type === 'api_key') await countCall(ctx.actor.id, headers);
    const idempotencyKey = request.method === 'GET' ? null : idempotencyKeyOf(request.headers);
    const work = async (asked: Request) => written(await handler({ ctx, request: asked, params, idempotencyKey }));
    if (idempotencyKey === null || idempotency === 'verb') return respond(await work(request));
    const { isReplayed, ...once } = await answerOnce(ctx, request, idempotencyKey, work);
    if (isReplayed) headers.set('idempotency-replayed', 'true');
    return respond(once);
  } catch (error) {
    return problemResponse(error, requestId);
  }
}

function written(answered: unknown): { status: number; body: string } {
  return answered instanceof Accepted
    ? { status: 202, body: JSON.stringify(answered.body) }
    : { status: 200, body: JSON.stringify(answered) };
}

function respond({ status, body }: { status: number; body: string }): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
}
