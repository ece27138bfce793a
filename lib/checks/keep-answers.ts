import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordConnectionEvent } from '#lib/connections/record-connection-event.ts';
import { storable, storableJson } from '#lib/core/storable-text.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import type { CheckAnswer, CheckName, CheckResult } from './check-contract.ts';
import { BEAT, type ClaimedRun, writeRun } from './claim-run.ts';
import { latestAnswers } from './latest-answers.ts';
import { type Happened, settleOutage } from './outages.ts';
import { type Told, tellAnswers } from './tell-answers.ts';

/**
 * Keeps what one check of a run answered, with all that follows from it: the time line, outages and notices, in one
 * transaction, so that a worker that dies leaves a check answered or not. Open pages hear of it. Throws `LostRunError`.
 */
export async function keepAnswers(
  ctx: Ctx,
  run: ClaimedRun,
  check: CheckName,
  answers: readonly CheckAnswer[],
  now: Date,
): Promise<void> {
  requirePermission(ctx, 'connection:check');
  await ctx.transaction(async (tx) => {
    await writeRun(ctx, tx, run, BEAT);
    // Two runs about one connection tell a change once.
    const [told] = await tx.$queryRaw<NonNullable<Told>[]>`
      SELECT id, company_name AS "companyName", status = 'lost' AS "isLost",
             status IN ('connected', 'lost') AS "isWatched"
        FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${run.connectionId}::uuid FOR NO KEY UPDATE`;
    const former = await latestAnswers(ctx, tx, run.connectionId, { names: [check], isTold: true });
    for (const answer of answers) await insertAnswer(ctx, tx, run, answer, now);
    if (run.connectionId !== null) {
      const events = answers.flatMap((answer) => changesOf(answer, former));
      events.push(...(await settleOutage(ctx, tx, run.connectionId, answers, now)));
      for (const event of events) {
        await recordConnectionEvent(ctx, tx, { ...event, connectionId: run.connectionId, at: now });
      }
    }
    await tellAnswers(ctx, tx, told ?? null, answers, former);
    await notifyRecordsChanged(ctx, tx, []);
  });
}

async function insertAnswer(
  ctx: Ctx,
  tx: TenantTx,
  run: ClaimedRun,
  { check, subject, matter, state, sentence, remedy, evidence }: CheckAnswer,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO check_result (tenant_id, run_id, check_name, subject, connection_id, matter, state, sentence, remedy,
                              evidence, at)
    VALUES (${ctx.tenantId}::uuid, ${run.id}::uuid, ${check}, ${subject}, ${run.connectionId}::uuid, ${matter}, ${state},
            ${storable(sentence)}, ${remedy}, ${storableJson(evidence)}::jsonb, ${now}::timestamptz)`;
}

/** What an answer changes against the one before it. One that could not be had changes nothing. */
function changesOf(answer: CheckAnswer, former: readonly CheckResult[]): Happened[] {
  const { check, subject, state, sentence, matter, evidence } = answer;
  if (state === 'not_checked') return [];
  const before = former.find((one) => one.subject === subject);
  if (check === 'expiry' && typeof evidence.threshold === 'number' && evidence.threshold > 0) {
    if (before?.evidence.threshold === evidence.threshold) return [];
    const { threshold, daysLeft, endsBy } = evidence;
    return [{ type: 'ends_soon', facts: { threshold, daysLeft, endsBy, sentence } }];
  }
  // A first look that finds all well, or nothing, is no change.
  if (before === undefined && (state === 'ok' || state === 'not_known')) return [];
  if (before?.state === state) return [];
  return [
    { type: 'check_changed', facts: { check, subject, matter, from: before?.state ?? null, to: state, sentence } },
  ];
}
