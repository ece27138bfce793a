import { AppError, type ErrorCode } from '#lib/core/app-error.ts';
import { log } from '#lib/log.ts';

const STATUS: Record<ErrorCode, { status: number; title: string }> = {
  bad_request: { status: 400, title: 'Bad request' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  invalid_input: { status: 422, title: 'Invalid input' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available' },
};

/** Takes whatever was thrown; gives the answer of RFC 9457. What is not an AppError says a fixed sentence and is logged. */
export function problemResponse(error: unknown, requestId: string): Response {
  if (!(error instanceof AppError)) {
    log.error({ requestId, err: error }, 'unexpected error');
    return problem(500, {
      title: 'Internal error',
      detail:
        'Something went wrong on our side. Nothing of this call was stored. Try again; if it stays, tell support the request id.',
      requestId,
    });
  }
  const { status, title } = STATUS[error.code];
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  // What is left of such a body must not be taken for the next call.
  if (status === 413) headers.connection = 'close';
  const errors = error.fields.length > 0 ? { errors: error.fields } : {};
  return problem(status, { title, code: error.code, detail: error.message, requestId, ...errors }, headers);
}

function problem(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', status, ...body }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}
