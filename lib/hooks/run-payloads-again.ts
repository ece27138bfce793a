import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { mappingSchema } from '#lib/mapping/mapping-schema.ts';
import { assessPayloads, type StoredPayload } from './assess-payloads.ts';
import type { PayloadState, RunForecast } from './hook-contract.ts';
import { presetSchema } from './preset-schema.ts';
import { readHook, type StoredHook } from './read-hook.ts';
import { wakeHookWork } from './wake-worker.ts';

/** So many of those that wait are looked at for a forecast; running again takes all. */
const FORECAST_MAX = 1_000;
const FORECAST_BYTES = 8 * 1024 * 1024;

const forecastSchema = z.strictObject({
  hookId: z.string(),
  /** A preset and mapping to try instead of the hook's present ones, before they are saved. */
  preset: presetSchema.optional(),
  mapping: mappingSchema.nullable().optional(),
});

/**
 * Says what would become of the payloads of a hook that wait, if they were run again now; changes nothing. `total` is of all,
 * `byState` of the newest 1,000. Throws `invalid_input`, `not_found`.
 */
export async function forecastRunAgain(ctx: Ctx, input: z.input<typeof forecastSchema>): Promise<RunForecast> {
  requirePermission(ctx, ctx.permissions.has('hook:manage') ? 'hook:manage' : 'inbox:resolve');
  const parsed = forecastSchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError('invalid_input', { message: 'This is not a mapping.', fields: fieldErrors(parsed.error) });
  }
  const { hookId, preset, mapping } = parsed.data;
  return ctx.transaction(async (tx) => {
    const stored = await readHook(ctx, tx, hookId);
    const hook: StoredHook = {
      ...stored,
      ...(preset === undefined ? {} : { preset }),
      ...(mapping === undefined ? {} : { mapping }),
    };
    const [counted] = await tx.$queryRaw<{ total: number }[]>`
      SELECT count(*)::int AS total FROM hook_payload
       WHERE tenant_id = ${ctx.tenantId}::uuid AND hook_id = ${hookId}::uuid
         AND state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')`;
    const decisions = await assessPayloads(ctx, tx, hook, await newestWaiting(ctx, tx, hookId));
    const byState: Partial<Record<PayloadState, number>> = {};
    for (const decision of decisions) {
      const state = decision.to === 'wait' ? decision.state : decision.to === 'split' ? 'split' : 'applied';
      byState[state] = (byState[state] ?? 0) + 1;
    }
    return { total: counted?.total ?? 0, byState };
  });
}

function newestWaiting(ctx: Ctx, tx: TenantTx, hookId: string): Promise<StoredPayload[]> {
  return tx.$queryRaw<StoredPayload[]>`
    SELECT p.id, p.hook_id AS "hookId", p.received_at AS "receivedAt", p.content_type AS "contentType", p.is_cut AS "isCut",
           p.body
      FROM (SELECT id, sum(octet_length(body)) OVER (ORDER BY id DESC) AS bytes FROM hook_payload
             WHERE tenant_id = ${ctx.tenantId}::uuid AND hook_id = ${hookId}::uuid
               AND state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')
             ORDER BY id DESC LIMIT ${FORECAST_MAX}::int) w
      JOIN hook_payload p ON p.tenant_id = ${ctx.tenantId}::uuid AND p.id = w.id
     WHERE w.bytes <= ${FORECAST_BYTES}::int
     ORDER BY p.id DESC`;
}

const runSchema = z.strictObject({
  hookId: z.string(),
  /** Those alone; null for all of the hook that wait. */
  ids: z.array(z.uuid()).max(1_000, 'must name at most 1,000').nullable(),
});

/**
 * Lets the worker look at waiting payloads again, with the hook's present mapping. Gives how many; what is applied already
 * stays, and an outcome is never doubled, however often this is called. Throws `not_found`.
 */
export async function runPayloadsAgain(ctx: Ctx, input: z.input<typeof runSchema>): Promise<{ started: number }> {
  requirePermission(ctx, ctx.permissions.has('hook:manage') ? 'hook:manage' : 'inbox:resolve');
  const { hookId, ids } = runSchema.parse(input);
  return ctx.transaction(async (tx) => {
    const { mappingVersion } = await readHook(ctx, tx, hookId);
    const started = await tx.$executeRaw`
      UPDATE hook_payload SET state = 'received', tries = 0, claimed_until = NULL
       WHERE tenant_id = ${ctx.tenantId}::uuid AND hook_id = ${hookId}::uuid
         AND (${ids}::uuid[] IS NULL OR id = ANY (${ids}::uuid[]))
         AND state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')`;
    if (started === 0) return { started };
    const after = { payloads: started, mappingVersion };
    await recordAudit(ctx, tx, [{ action: 'hook.payloads_run_again', subject: { type: 'hook', id: hookId }, after }]);
    await wakeHookWork(tx);
    return { started };
  });
}
