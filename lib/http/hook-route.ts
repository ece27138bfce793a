import { createHash } from 'node:crypto';
import { receiveHookPayload } from '#lib/access/receive-hook-payload.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { HOOK_EXAMPLE, HOOK_SAYS } from './openapi/hook-calls.ts';
import { problemResponse } from './problem.ts';
import { countCall, rateLimitPolicy } from './rate-limit.ts';
import { readBeginning, tooLarge } from './read-body.ts';

type RouteContext = { params: Promise<{ token: string }> };

/** By which senders number their deliveries: Standard Webhooks, and what our own API and others take. */
const DELIVERY_HEADERS = ['webhook-id', 'idempotency-key'];
const DELIVERY_MAX = 255;

/**
 * Takes what is posted to a hook: answers as soon as it is stored, whatever it is; it is read and mapped after. The address
 * alone says who posts, so it is in no answer and in no log.
 */
export function takePayload(request: Request, { params }: RouteContext): Promise<Response> {
  return respond(async (requestId, headers) => {
    const { token } = await params;
    await countCall(createHash('sha256').update(token).digest('base64'), headers, 'hook');
    const beginning = await readBeginning(request);
    const isStored = await receiveHookPayload(token, {
      ...beginning,
      contentType: request.headers.get('content-type'),
      deliveryId: deliveryIdOf(request.headers),
      requestId,
    });
    if (!isStored)
      throw new AppError('not_found', { message: 'This is not the address of a hook, or it was revoked.' });
    if (beginning.isCut) throw tooLarge();
    return Response.json({ result: 'received', requestId }, { status: 202 });
  });
}

/** Tells whoever opens the address how it is used: the same for every address, good or not. */
export function explainHook(): Promise<Response> {
  return respond(async () => Response.json({ says: HOOK_SAYS, method: 'POST', example: HOOK_EXAMPLE }));
}

async function respond(work: (requestId: string, headers: Headers) => Promise<Response>): Promise<Response> {
  const requestId = newId();
  const headers = rateLimitPolicy();
  headers.set('x-request-id', requestId);
  headers.set('cache-control', 'no-store');
  const response = await work(requestId, headers).catch((error: unknown) => problemResponse(error, requestId));
  for (const [name, value] of headers) response.headers.set(name, value);
  return response;
}

function deliveryIdOf(headers: Headers): string | null {
  const name = DELIVERY_HEADERS.find((known) => headers.get(known) !== null);
  return name === undefined ? null : `${name} ${headers.get(name)?.slice(0, DELIVERY_MAX)}`;
}
