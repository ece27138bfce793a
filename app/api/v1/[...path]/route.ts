import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import { problemResponse } from '#lib/http/problem.ts';

/** What no other route of the API answers. */
const answer = () =>
  problemResponse(
    new AppError('not_found', { message: 'The API has no such call; /api/v1/openapi.json lists what there is.' }),
    newId(),
  );

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
