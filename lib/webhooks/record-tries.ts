import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { Claimed } from './claim-deliveries.ts';
import { holdMs, nextTryAt, retryAfterMs } from './retry-schedule.ts';
import type { Sent } from './send-request.ts';
import { switchOff } from './switch-off.ts';

/** One claimed delivery and what became of its call. */
export type MadeTry = {
  delivery: Claimed['deliveries'][number];
  requestHeaders: Record<string, string>;
  sent: Sent;
};

/** A try, and what follows from it for its delivery. */
type Outcome = MadeTry & { id: string; state: 'delivered' | 'waiting' | 'failed'; nextTryAt: Date | null };

const TRY_COLUMNS: readonly Column<Outcome>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['event_id', 'uuid', ({ delivery }) => delivery.eventId],
  ['at', 'timestamptz', ({ sent }) => sent.at.toISOString()],
  ['duration_ms', 'integer', ({ sent }) => sent.durationMs],
  ['request_headers', 'json', ({ requestHeaders }) => requestHeaders],
  ['status', 'integer', ({ sent }) => sent.status],
  ['response_headers', 'json', ({ sent }) => sent.responseHeaders],
  ['response_body', 'text', ({ sent }) => sent.responseBody],
  ['is_body_cut', 'boolean', ({ sent }) => sent.isBodyCut],
  ['problem', 'text', ({ sent }) => sent.problem],
];

const DELIVERY_COLUMNS: readonly Column<Outcome>[] = [
  ['event_id', 'uuid', ({ delivery }) => delivery.eventId],
  ['state', 'text', ({ state }) => state],
  ['next_try_at', 'timestamptz', (outcome) => outcome.nextTryAt?.toISOString()],
  ['status', 'integer', ({ sent }) => sent.status],
  ['problem', 'text', ({ sent }) => sent.problem],
  ['at', 'timestamptz', ({ sent }) => sent.at.toISOString()],
];

/**
 * Writes what became of claimed deliveries: the log, when each is tried again, and how the target does. Switches the
 * subscription off if its address is gone, or if an event was given up and nothing has arrived since its first try.
 */
export async function recordTries(ctx: Ctx, { claim, subscription }: Claimed, made: readonly MadeTry[]): Promise<void> {
  requirePermission(ctx, 'webhook:manage');
  const outcomes = made.map(outcomeOf);
  const isFailing = outcomes.every(({ state }) => state !== 'delivered');
  const givenUp = outcomes.filter(({ state }) => state === 'failed');
  const failures = subscription.failures + outcomes.length;
  const holdSeconds = isFailing ? Math.ceil(holdMs(failures) / 1000) : 0;
  const problem = outcomes.findLast(({ sent }) => sent.problem !== null)?.sent.problem ?? null;
  const firstAt = new Date(Math.min(...made.map(({ sent }) => sent.at.getTime())));
  await ctx.transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO webhook_try (tenant_id, subscription_id, id, event_id, at, duration_ms, request_headers, status,
                               response_headers, response_body, is_body_cut, problem)
      SELECT ${ctx.tenantId}::uuid, ${subscription.id}::uuid, t.* FROM ${recordset('t', outcomes, TRY_COLUMNS)}`;
    // Who was taken for dead finds another claim here, and has made a call too many: the log shows both.
    await tx.$executeRaw`
      UPDATE webhook_delivery d
         SET state = o.state, next_try_at = coalesce(o.next_try_at, d.next_try_at), tries = d.tries + 1,
             round_tries = d.round_tries + 1, claim = NULL, last_status = o.status, last_problem = o.problem,
             last_tried_at = o.at
        FROM ${recordset('o', outcomes, DELIVERY_COLUMNS)}
       WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.subscription_id = ${subscription.id}::uuid
         AND d.event_id = o.event_id AND d.state = 'waiting' AND d.claim = ${claim}::uuid`;
    await tx.$executeRaw`
      UPDATE webhook_subscription
         SET failures = CASE WHEN ${isFailing} THEN failures + ${outcomes.length}::int ELSE 0 END,
             failing_since = CASE WHEN ${isFailing} THEN coalesce(failing_since, ${firstAt}::timestamptz) END,
             held_until = CASE WHEN ${holdSeconds}::int > 0 THEN now() + make_interval(secs => ${holdSeconds}::int) END,
             last_delivered_at = CASE WHEN ${isFailing} THEN last_delivered_at ELSE now() END,
             last_failed_at = CASE WHEN ${problem}::text IS NULL THEN last_failed_at ELSE now() END,
             last_problem = coalesce(${problem}::text, last_problem)
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${subscription.id}::uuid`;
    if (outcomes.some(({ sent }) => sent.status === 410)) await switchOff(ctx, tx, subscription.id, 'gone');
    else if (givenUp.length > 0 && isFailing) {
      const since = new Date(Math.min(...givenUp.map(({ delivery }) => delivery.roundBeganAt.getTime())));
      await switchOff(ctx, tx, subscription.id, 'failing', since);
    }
  });
}

function outcomeOf(made: MadeTry): Outcome {
  const { delivery, sent } = made;
  const id = newId();
  if (sent.problem === null) return { ...made, id, state: 'delivered', nextTryAt: null };
  if (sent.status === 410) return { ...made, id, state: 'failed', nextTryAt: null };
  const now = new Date();
  const next = nextTryAt({
    tries: delivery.roundTries + 1,
    beganAt: delivery.roundBeganAt,
    now,
    askedMs: retryAfterMs(sent.responseHeaders?.['retry-after'], now),
  });
  return { ...made, id, state: next === null ? 'failed' : 'waiting', nextTryAt: next };
}
