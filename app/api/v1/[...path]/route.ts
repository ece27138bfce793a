import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { rateLimitPolicy } from '#lib/http/rate-limit.ts';

/** What no other route of the API answers. */
function answer(): Response {
  const message = 'The API has no such call; /api/v1/openapi.json lists what there is.';
  const response = problemResponse(new AppError('not_found', { message }), newId());
  for (const [name, value] of rateLimitPolicy()) response.headers.set(name, value);
  return response;
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
