import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError, notFound } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf } from '#lib/records/kinds.ts';
import { applyDecisions } from './apply-decisions.ts';
import { assessPayloads, type Decision, type StoredPayload } from './assess-payloads.ts';
import type { Reference } from './find-named.ts';
import { WAITING_STATES } from './hook-contract.ts';
import { type Settlement, settle } from './payload-store.ts';
import { readHook, type StoredHook } from './read-hook.ts';

const inputSchema = z.strictObject({ payloadId: z.uuid(), recordId: z.uuid() });

/**
 * Applies a payload that waits to the record that a person chose, as if it had named it; its mapping says all else. Throws
 * `not_found`, `conflict` if it waits no more, and `invalid_input` with the reasons where the mapping does not give an
 * outcome, or the outcome is refused.
 */
export async function matchPayload(
  ctx: Ctx,
  input: z.input<typeof inputSchema>,
): Promise<{ attemptId: string | null; recordId: string }> {
  requirePermission(ctx, 'inbox:resolve');
  const { payloadId, recordId } = inputSchema.parse(input);
  const { hook, decision } = await ctx.transaction((tx) => assess(ctx, tx, payloadId, recordId));
  if (decision.to === 'known') return settleKnown(ctx, decision, recordId);
  if (decision.to !== 'apply' || decision.call !== 'attempts') {
    throw new AppError('invalid_input', {
      message: 'This payload cannot be applied to a record as it is mapped now.',
      fields: decision.to === 'wait' ? decision.reasons : [],
    });
  }
  let attemptId: string | null = null;
  await applyDecisions(ctx, hook, [decision], WAITING_STATES, async (tx, [settled]) => {
    attemptId = await finish(ctx, tx, settled, recordId);
  });
  return { attemptId, recordId };
}

async function assess(
  ctx: Ctx,
  tx: TenantTx,
  payloadId: string,
  recordId: string,
): Promise<{ hook: StoredHook; decision: Decision }> {
  const [payload] = await tx.$queryRaw<(StoredPayload & { isWaiting: boolean })[]>`
    SELECT id, hook_id AS "hookId", received_at AS "receivedAt", content_type AS "contentType", is_cut AS "isCut", body,
           state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed') AS "isWaiting"
      FROM hook_payload WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${payloadId}::uuid`;
  if (payload === undefined) throw notFound('The payload');
  if (!payload.isWaiting) throw settledMeanwhile();
  const [record] = await tx.$queryRaw<{ kind: string; sourceId: string; source: string }[]>`
    SELECT r.kind, r.external_key AS "sourceId", s.slug AS source
      FROM sync_record r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${recordId}::uuid`;
  if (record === undefined) throw notFound('The record');
  const reference: Reference = { ...record, kind: kindOf(record.kind) };
  const hook = await readHook(ctx, tx, payload.hookId);
  const [decision] = await assessPayloads(ctx, tx, hook, [payload], reference);
  if (decision === undefined) throw new Error('A payload was not assessed');
  return { hook, decision };
}

/** The attempt that it tells of is in the history of that record already. */
async function settleKnown(
  ctx: Ctx,
  { payload, attemptId, preset, externalId }: Extract<Decision, { to: 'known' }>,
  recordId: string,
): Promise<{ attemptId: string | null; recordId: string }> {
  requirePermission(ctx, 'inbox:resolve');
  const settlement: Settlement = { id: payload.id, state: 'applied', preset, externalId, attemptId, recordId };
  await ctx.transaction(async (tx) => {
    await settle(tx, ctx.tenantId, WAITING_STATES, [settlement]);
    await finish(ctx, tx, settlement, recordId);
  });
  return { attemptId, recordId };
}

/** In the transaction that applied it: who matched it, or nothing at all. */
async function finish(
  ctx: Ctx,
  tx: TenantTx,
  settled: Settlement | undefined,
  recordId: string,
): Promise<string | null> {
  if (settled === undefined || settled.state !== 'applied') {
    throw new AppError('invalid_input', {
      message: 'This payload was refused.',
      fields: [...(settled?.reasons ?? [])],
    });
  }
  const by = ctx.actor.type === 'person' ? ctx.actor.id : null;
  const written = await tx.$executeRaw`
    UPDATE hook_payload SET settled_at = now(), settled_by = ${by}::uuid
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${settled.id}::uuid AND state = 'applied' AND settled_at IS NULL
       AND attempt_id = ${settled.attemptId ?? null}::uuid`;
  if (written === 0) throw settledMeanwhile();
  const after = { recordId, attemptId: settled.attemptId };
  const subject = { type: 'hook_payload', id: settled.id } as const;
  await recordAudit(ctx, tx, [{ action: 'hook_payload.matched', subject, after }]);
  return settled.attemptId ?? null;
}

function settledMeanwhile(): AppError {
  return new AppError('conflict', { message: 'This payload was settled already. Load the inbox again.' });
}
