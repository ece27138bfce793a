import { actingContext, workerContext } from '#lib/access/acting-context.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { log } from '#lib/log.ts';
import { applyDecisions, writeDecisions } from './apply-decisions.ts';
import { assessPayloads } from './assess-payloads.ts';
import { type ClaimedPayload, claimPayloads, putOff, settle } from './payload-store.ts';
import { readHook } from './read-hook.ts';

/** After so many tries that went wrong a payload waits for a person. */
const TRIES_MAX = 5;
const RETRY_SECONDS = 5;

/**
 * Works on the payloads of one tenant that have waited longest: maps them, finds their records, and applies them as their
 * hooks. Gives how many it took. A payload that goes wrong is tried again by itself, later and at last no more; it holds no
 * other one up. May run many times over at once, and may be killed at any point.
 */
export async function runPayloads(tenantId: string): Promise<number> {
  const worker = await workerContext(tenantId, 'hook payloads', ['attempt:write']);
  const claimed = await claim(worker);
  const inOrder = claimed.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const byHook = Map.groupBy(inOrder, ({ hookId }) => hookId);
  for (const [hookId, payloads] of byHook) {
    const ctx = await actingContext(tenantId, { type: 'hook', id: hookId }, { requestId: newId(), address: null });
    // One that was tried before may be what went wrong then, or what killed the worker.
    const fresh = payloads.filter(({ tries }) => tries === 1);
    const alone = payloads.filter(({ tries }) => tries > 1).map((payload) => [payload]);
    for (const together of fresh.length === 0 ? alone : [fresh, ...alone]) await runTogether(ctx, hookId, together);
  }
  return claimed.length;
}

function claim(worker: Ctx): Promise<ClaimedPayload[]> {
  requirePermission(worker, 'attempt:write');
  return worker.transaction((tx) => claimPayloads(tx, worker.tenantId));
}

async function runTogether(ctx: Ctx, hookId: string, payloads: readonly ClaimedPayload[]): Promise<void> {
  try {
    await run(ctx, hookId, payloads);
  } catch (error) {
    log.error({ tenantId: ctx.tenantId, hookId, payloads: payloads.length, err: error }, 'hook payloads failed');
    await leave(ctx, payloads);
  }
}

async function run(ctx: Ctx, hookId: string, payloads: readonly ClaimedPayload[]): Promise<void> {
  requirePermission(ctx, 'attempt:write');
  const { hook, decisions } = await ctx.transaction(async (tx) => {
    const hook = await readHook(ctx, tx, hookId);
    const decisions = await assessPayloads(ctx, tx, hook, payloads);
    await writeDecisions(ctx, tx, hook, decisions);
    return { hook, decisions };
  });
  await applyDecisions(ctx, hook, decisions);
}

async function leave(ctx: Ctx, payloads: readonly ClaimedPayload[]): Promise<void> {
  requirePermission(ctx, 'attempt:write');
  const message = 'Tieout could not work on this payload. Run it again; if it stays, tell support its id.';
  const reasons = [{ field: '', message }];
  const given = payloads.filter(({ tries }) => tries >= TRIES_MAX);
  const again = payloads.filter(({ tries }) => tries < TRIES_MAX);
  await ctx.transaction(async (tx) => {
    await settle(
      tx,
      ctx.tenantId,
      ['received'],
      given.map(({ id }) => ({ id, state: 'failed', reasons })),
    );
    for (const { id, tries } of again) await putOff(tx, ctx.tenantId, [id], tries * RETRY_SECONDS);
  });
}
