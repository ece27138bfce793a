import type { ApiCall } from './api-call.ts';

type KnownProblem = { name: string; description: string; example: { title: string; code?: string; detail: string } };

/** What each refusal means, under its name in the document, with an example. */
export const PROBLEMS: Record<number, KnownProblem> = {
  400: {
    name: 'BadRequest',
    description: 'The body is not JSON in UTF-8, breaks off, or is nested too deeply; or a header is malformed.',
    example: { title: 'Bad request', code: 'bad_request', detail: 'The body is nested deeper than 32 levels.' },
  },
  401: {
    name: 'Unauthenticated',
    description: 'The API key is missing, not valid, or revoked.',
    example: {
      title: 'Not authenticated',
      code: 'unauthenticated',
      detail: 'This API key is not valid, or was revoked.',
    },
  },
  403: {
    name: 'Forbidden',
    description: 'The API key lacks the scope.',
    example: {
      title: 'Not allowed',
      code: 'forbidden',
      detail: 'You are not allowed to do this: it needs the permission record:write.',
    },
  },
  404: {
    name: 'NotFound',
    description: 'There is no such thing in this tenant.',
    example: { title: 'Not found', code: 'not_found', detail: 'This record was not found.' },
  },
  409: {
    name: 'Conflict',
    description: 'A call with this Idempotency-Key is still going on; see Retry-After.',
    example: {
      title: 'Conflict',
      code: 'conflict',
      detail: 'A call with this Idempotency-Key is still going on. Try again in a moment.',
    },
  },
  413: {
    name: 'TooLarge',
    description: 'The body is larger than 10 MiB.',
    example: {
      title: 'Too large',
      code: 'too_large',
      detail: 'The body is larger than 10 MiB; split it into several calls.',
    },
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The body is not application/json.',
    example: {
      title: 'Unsupported media type',
      code: 'unsupported_media_type',
      detail: 'Send JSON with the header Content-Type: application/json.',
    },
  },
  422: {
    name: 'InvalidInput',
    description:
      'The call is not as it should be, and nothing of it was stored; `errors` names each field. Also an Idempotency-Key that another call has used.',
    example: { title: 'Invalid input', code: 'invalid_input', detail: 'The query is not as it should be.' },
  },
  429: {
    name: 'RateLimited',
    description: 'Too many calls in this minute; see Retry-After.',
    example: {
      title: 'Too many requests',
      code: 'rate_limited',
      detail: 'This key made more than 600 calls in a minute. Try again in 12 seconds.',
    },
  },
  500: {
    name: 'InternalError',
    description: 'Something went wrong on our side. Try again; tell support the request id if it stays.',
    example: {
      title: 'Internal error',
      detail:
        'Something went wrong on our side. Nothing of this call was stored. Try again; if it stays, tell support the request id.',
    },
  },
  503: {
    name: 'Unavailable',
    description: 'This can’t be done at the moment; see Retry-After.',
    example: { title: 'Not available', code: 'unavailable', detail: 'This can’t be done at the moment. Try again.' },
  },
};

/** Gives the statuses that a call may be refused with. */
export function problemStatuses(call: ApiCall): number[] {
  if (call.refusals !== undefined) return [...call.refusals, 500];
  const hasBody = call.body !== undefined || call.otherBodies !== undefined;
  const statuses = [
    ...(call.scope === 'public' ? [] : [401, 403, 429]),
    ...(isWriting(call) && call.scope !== 'public' ? [400, 409, 422] : []),
    ...(hasBody ? [400, 413, 415, 422] : []),
    ...(call.query === undefined ? [] : [422]),
    ...(call.pathParts === undefined ? [] : [404]),
    ...Object.keys(call.problems ?? {}).map(Number),
    500,
  ];
  return [...new Set(statuses)].toSorted((a, b) => a - b);
}

/** Says whether a call may change something, and so takes an Idempotency-Key. */
export function isWriting({ method }: Pick<ApiCall, 'method'>): boolean {
  return method !== 'get';
}
