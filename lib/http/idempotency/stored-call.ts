import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';

/** A call as its key names it: whose it is, and what it asks for. */
export type CallKey = { apiKeyId: string; key: string; requestHash: Uint8Array<ArrayBuffer> };

/** What is known of a call: new to us and now ours to do, done, going on elsewhere, or another one under the same key. */
export type Found =
  | { state: 'ours'; runner: string }
  | { state: 'answered'; status: number; answer: Uint8Array }
  | { state: 'running' }
  | { state: 'another' };

/** No call takes so long: who began it and gave no answer has died, and the verbs are safe to repeat. */
const SILENT_SECONDS = 120;
const KEPT_HOURS = 24;

type Row = { isSame: boolean; status: number | null; answer: Uint8Array | null };

/** Begins a call under its key, or says what has become of it. Of two at once, one is told that it is ours. */
export function beginCall(ctx: Ctx, { apiKeyId, key, requestHash }: CallKey): Promise<Found> {
  const runner = newId();
  return ctx.transaction(async (tx): Promise<Found> => {
    const begun = await tx.$executeRaw`
      INSERT INTO idempotent_call AS c (tenant_id, api_key_id, idempotency_key, request_hash, runner)
      VALUES (${ctx.tenantId}::uuid, ${apiKeyId}::uuid, ${key}, ${requestHash}, ${runner}::uuid)
      ON CONFLICT (tenant_id, api_key_id, idempotency_key) DO UPDATE
         SET request_hash = excluded.request_hash, runner = excluded.runner, started_at = now(), status = NULL, answer = NULL
       WHERE c.started_at < now() - make_interval(hours => ${KEPT_HOURS}::int)
          OR c.status IS NULL AND c.request_hash = excluded.request_hash
             AND c.started_at < now() - make_interval(secs => ${SILENT_SECONDS}::int)`;
    if (begun === 1) return { state: 'ours', runner };
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT request_hash = ${requestHash} AS "isSame", status, answer FROM idempotent_call
       WHERE tenant_id = ${ctx.tenantId}::uuid AND api_key_id = ${apiKeyId}::uuid AND idempotency_key = ${key}`;
    if (row === undefined) return { state: 'running' };
    if (!row.isSame) return { state: 'another' };
    if (row.status === null || row.answer === null) return { state: 'running' };
    return { state: 'answered', status: row.status, answer: row.answer };
  });
}

/** Keeps the answer of a call that is still ours. */
export async function keepAnswer(
  ctx: Ctx,
  { apiKeyId, key }: CallKey,
  { runner, status, answer }: { runner: string; status: number; answer: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await ctx.transaction(
    (tx) => tx.$executeRaw`
      UPDATE idempotent_call SET status = ${status}::smallint, answer = ${answer}
       WHERE tenant_id = ${ctx.tenantId}::uuid AND api_key_id = ${apiKeyId}::uuid AND idempotency_key = ${key}
         AND runner = ${runner}::uuid`,
  );
}

/** Forgets a call that was refused or failed, and so changed nothing: its key may be used again. */
export async function forgetCall(ctx: Ctx, { apiKeyId, key }: CallKey, runner: string): Promise<void> {
  await ctx.transaction(
    (tx) => tx.$executeRaw`
      DELETE FROM idempotent_call
       WHERE tenant_id = ${ctx.tenantId}::uuid AND api_key_id = ${apiKeyId}::uuid AND idempotency_key = ${key}
         AND runner = ${runner}::uuid`,
  );
}
