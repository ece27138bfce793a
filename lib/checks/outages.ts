import type { Ctx } from '#lib/access/context.ts';
import type { ConnectionEventEntry } from '#lib/connections/record-connection-event.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CheckAnswer } from './check-contract.ts';

/** What happened to a connection, as its time line tells it. */
export type Happened = Pick<ConnectionEventEntry, 'type' | 'facts'>;

/**
 * Opens the outage of a check that is broken, or ends it where all that the check asks is fine; what is not known or not
 * checked changes nothing. Gives what happened.
 */
export async function settleOutage(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  answers: readonly CheckAnswer[],
  now: Date,
): Promise<Happened[]> {
  const broken = answers.find(({ state }) => state === 'broken');
  if (broken !== undefined) return open(ctx, tx, connectionId, broken, now);
  const [first] = answers;
  const isFine = answers.some(({ state }) => state === 'ok') && answers.every(({ state }) => IS_OVER[state]);
  return first === undefined || !isFine ? [] : end(ctx, tx, connectionId, first, now);
}

/** A source of which nothing is known does not keep the outage of another one open. */
const IS_OVER = { ok: true, not_known: true, warning: false, broken: false, not_checked: false };

async function open(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  { check, matter, sentence, evidence }: CheckAnswer,
  now: Date,
): Promise<Happened[]> {
  const since = typeof evidence.since === 'string' ? new Date(evidence.since) : now;
  const began = since < now ? since : now;
  const opened = await tx.$executeRaw`
    INSERT INTO connection_outage (tenant_id, id, connection_id, matter, check_name, sentence, began_at)
    VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${connectionId}::uuid, ${matter}, ${check}, ${sentence},
            ${began}::timestamptz)
    ON CONFLICT (tenant_id, connection_id, matter, check_name) WHERE ended_at IS NULL DO NOTHING`;
  return opened === 0 ? [] : [{ type: 'outage_began', facts: { check, matter, sentence, since: began.toISOString() } }];
}

async function end(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  { check, matter }: CheckAnswer,
  now: Date,
): Promise<Happened[]> {
  const ended = await tx.$queryRaw<{ beganAt: Date; sentence: string }[]>`
    UPDATE connection_outage SET ended_at = greatest(began_at, ${now}::timestamptz)
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
       AND matter = ${matter} AND check_name = ${check} AND ended_at IS NULL
     RETURNING began_at AS "beganAt", sentence`;
  return ended.map(({ beganAt, sentence }) => ({
    type: 'outage_ended',
    facts: { check, matter, sentence, since: beganAt.toISOString() },
  }));
}
