import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { applyBatch } from '#lib/ingest/apply-batch.ts';
import { hookReporter, type ItemResult } from '#lib/ingest/batch.ts';
import type { Decision } from './assess-payloads.ts';
import { findKnown, type KnownAttempt, tellsTheSame } from './find-named.ts';
import type { PayloadState } from './hook-contract.ts';
import { insertEntries, type Settlement, settle } from './payload-store.ts';
import type { StoredHook } from './read-hook.ts';

type ToApply = Extract<Decision, { to: 'apply' }>;

/** Writes the decisions that need nothing applied: lists are split, and what waits says why. */
export async function writeDecisions(
  ctx: Ctx,
  tx: TenantTx,
  hook: StoredHook,
  decisions: readonly Decision[],
): Promise<void> {
  const settlements: Settlement[] = [];
  for (const decision of decisions) {
    const { id } = decision.payload;
    if (decision.to === 'apply') continue;
    if (decision.to === 'split') {
      await insertEntries(tx, ctx.tenantId, decision);
      settlements.push({ id, state: 'split' });
    } else if (decision.to === 'known') {
      settlements.push({
        ...about(hook, decision),
        state: 'applied',
        attemptId: decision.attemptId,
        recordId: decision.recordId,
      });
    } else {
      settlements.push({
        ...about(hook, decision),
        state: decision.state,
        reasons: decision.reasons,
        values: decision.values,
      });
    }
  }
  await settle(tx, ctx.tenantId, ['received'], settlements);
}

/**
 * Applies the decisions that report something, with what becomes of their payloads in the same transaction: whoever dies
 * between leaves nothing half done, and applying once more doubles nothing. `then` runs in it too.
 */
export async function applyDecisions(
  ctx: Ctx,
  hook: StoredHook,
  decisions: readonly Decision[],
  from: readonly PayloadState[] = ['received'],
  then: (tx: TenantTx, settled: readonly Settlement[]) => Promise<void> = async () => undefined,
): Promise<void> {
  requirePermission(ctx, ctx.actor.type === 'hook' ? 'attempt:write' : 'inbox:resolve');
  for (const call of ['records', 'attempts'] as const) {
    const toApply = decisions.filter((one): one is ToApply => one.to === 'apply' && one.call === call);
    if (toApply.length === 0) continue;
    await applyBatch(ctx, hookReporter(ctx, { id: hook.id, sourceId: hook.sourceId }), {
      call,
      operations: toApply.map(({ operation }, index) => ({ ...operation, index })),
      refused: [],
      // The payloads themselves are kept.
      keepsItems: true,
      alongside: async (tx, results) => {
        const settled = await settlementsOf(ctx, tx, hook, toApply, results);
        await settle(tx, ctx.tenantId, from, settled);
        await then(tx, settled);
      },
    });
  }
}

/** An attempt that somebody else reported meanwhile under the same id and with the same outcome is not refused: it is there. */
async function settlementsOf(
  ctx: Ctx,
  tx: TenantTx,
  hook: StoredHook,
  applied: readonly ToApply[],
  results: readonly ItemResult[],
): Promise<Settlement[]> {
  const refused = applied.flatMap(({ operation: { attempt } }, index) =>
    attempt !== null && results[index]?.result === 'rejected' ? [attempt.externalId] : [],
  );
  const stored =
    refused.length === 0 ? new Map<string, KnownAttempt>() : await findKnown(ctx, tx, hook.sourceId, refused);
  return applied.map((decision, index): Settlement => {
    const result = results[index];
    const known = { ...about(hook, decision), state: 'applied' } as const;
    if (result === undefined) throw new Error('A payload was given no result');
    if (result.result !== 'rejected') {
      return decision.call === 'records'
        ? { ...known, recordId: result.id }
        : { ...known, attemptId: result.id, recordId: result.recordId };
    }
    const { attempt, reference } = decision.operation;
    const other = stored.get(decision.externalId ?? '');
    if (
      other !== undefined &&
      tellsTheSame(other, attempt?.outcome, { ...reference, source: reference.source ?? hook.source })
    ) {
      return { ...known, attemptId: other.id, recordId: other.recordId };
    }
    return { ...known, state: 'refused', reasons: result.errors ?? [], values: decision.values };
  });
}

function about(hook: StoredHook, { payload, preset, externalId }: Exclude<Decision, { to: 'split' }>) {
  return { id: payload.id, preset, externalId, mappingVersion: hook.mappingVersion };
}
