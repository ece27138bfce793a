import { toApiOperation } from '#lib/bulk/api-operation.ts';
import { updateStatuses } from '#lib/bulk/update-statuses.ts';
import { parseJson } from '#lib/core/json-source.ts';
import { Accepted, defineRoute } from '#lib/http/define-route.ts';
import { readJsonText } from '#lib/http/read-body.ts';

export const POST = defineRoute(
  async ({ ctx, request, idempotencyKey }) => {
    const operation = await updateStatuses(ctx, parseJson(await readJsonText(request)), idempotencyKey);
    const answer = toApiOperation(operation);
    return operation.finishedAt === null ? new Accepted(answer) : answer;
  },
  { idempotency: 'verb' },
);
