import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { EVENT_EXAMPLES } from './event-examples.ts';
import { EVENT_TYPES } from './webhook-contract.ts';

const SAMPLES = 3;

/** What `GET /webhooks/samples` takes. */
export const samplesQuery = z.strictObject({
  event: z.enum(EVENT_TYPES, `must be one of ${EVENT_TYPES.join(', ')}`).meta({ description: 'The type of event.' }),
});

/**
 * Gives what a subscription to a type is sent: the latest events there were, or the documented example, for whoever sets
 * up a Zap and must see the fields. Throws `invalid_input`.
 */
export async function querySamples(ctx: Ctx, params: URLSearchParams): Promise<{ events: unknown[] }> {
  requirePermission(ctx, 'webhook:manage');
  const parsed = samplesQuery.safeParse(Object.fromEntries(params));
  if (!parsed.success) {
    throw new AppError('invalid_input', {
      message: 'The query is not as it should be.',
      fields: fieldErrors(parsed.error),
    });
  }
  const { event } = parsed.data;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<{ body: string }[]>`
      SELECT body FROM webhook_event WHERE tenant_id = ${ctx.tenantId}::uuid AND type = ${event}
       ORDER BY id DESC LIMIT ${SAMPLES}::int`,
  );
  return { events: rows.length === 0 ? [EVENT_EXAMPLES[event]] : rows.map(({ body }) => JSON.parse(body) as unknown) };
}
