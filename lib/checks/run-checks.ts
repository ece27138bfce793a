import { workerContext } from '#lib/access/acting-context.ts';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { answerStep, stepsOf } from '#lib/guidance/answer-step.ts';
import { type GuidedStep, isOwnStep } from '#lib/guidance/guidance-contract.ts';
import { log } from '#lib/log.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { type Asked, answerCheck } from './answer-check.ts';
import { askLedger, type LedgerDoor } from './ask-ledger.ts';
import type { CheckAnswer, CheckName } from './check-contract.ts';
import { checksOf } from './check-list.ts';
import { BEAT, type ClaimedRun, claimRun, LostRunError, TRIES_MAX, writeRun } from './claim-run.ts';
import { readCallDay, readCheckedConnection, readConnectionIds } from './connection-facts.ts';
import { keepAnswers } from './keep-answers.ts';
import { keepCompany } from './keep-company.ts';
import { answersOf } from './rules/answer.ts';

const HEARTBEAT_MS = 5_000;

export type RunOptions = {
  door: LedgerDoor;
  /** The clock that checks go by. */
  now?: () => Date;
  /** The process is about to stop: the check that runs is the last one here. */
  signal?: AbortSignal;
};

/** How the worker is named in what it does. */
export const CHECKER = 'Connection checks';

/**
 * Works on a run that waits, or whose worker has died: answers its checks one by one, each kept by itself, those that a
 * former worker answered left as they are. Somebody else's run is left alone.
 */
export async function runChecks(tenantId: string, runId: string, options: RunOptions): Promise<void> {
  const ctx = await workerContext(tenantId, CHECKER, ['connection:check', 'connection:read', 'record:read']);
  const now = options.now ?? (() => new Date());
  requirePermission(ctx, 'connection:check');
  const run = await ctx.transaction((tx) => claimRun(ctx, tx, runId, now()));
  if (run === null) return;
  const beat = setInterval(() => void heartbeat(ctx, run), HEARTBEAT_MS);
  try {
    if (run.tries >= TRIES_MAX) return await endRun(ctx, run, 'broken', now());
    const checks = checksOf(run, run.scope.checks ?? null);
    const steps: readonly GuidedStep[] = run.kind === 'guided' ? await stepsOf(ctx, run) : checks;
    const done: readonly string[] = run.done;
    const left = steps.filter((name) => !done.includes(name));
    const asked = await beginAsking(ctx, run, options, now);
    for (const name of left) {
      if (options.signal?.aborted) return await release(ctx, run);
      if (isOwnStep(name)) {
        await answerStep(ctx, run, name, now());
        continue;
      }
      const moment = { now: now(), timeZone: ctx.tenant.timeZone };
      const answers = await tryAnswer(name, { ...asked, moment });
      if (answers.length > 0) await keepAnswers(ctx, run, name, answers, moment.now);
    }
    if (asked.about !== null && checks.includes('right_company')) await takeOverCompany(ctx, run, asked.about, now());
    await endRun(ctx, run, 'finished', now());
  } catch (error) {
    if (!(error instanceof LostRunError)) throw error;
  } finally {
    clearInterval(beat);
  }
}

async function beginAsking(
  ctx: Ctx,
  run: ClaimedRun,
  { door }: RunOptions,
  now: () => Date,
): Promise<Omit<Asked, 'moment'>> {
  requirePermission(ctx, 'connection:check');
  const id = run.connectionId;
  const connections = await ctx.transaction((tx) => readConnectionIds(ctx, tx));
  if (id === null) return { ctx, about: null, connections };
  const connection = await ctx.transaction((tx) => readCheckedConnection(ctx, tx, id));
  const callDay = () => ctx.transaction((tx) => readCallDay(ctx, tx, id, now()));
  const ledger = askLedger(
    connection,
    { kind: run.kind, isLight: run.kind === 'light' },
    {
      door: () => door(ctx, id),
      callDay,
      now,
    },
  );
  return { ctx, about: { connection, ledger }, connections };
}

/** A check that breaks off costs the others nothing, and is never taken for fine. */
async function tryAnswer(name: CheckName, asked: Asked): Promise<CheckAnswer[]> {
  try {
    return await answerCheck(name, asked);
  } catch (error) {
    log.error({ err: error, check: name, requestId: asked.ctx.requestId }, 'a check broke off');
    const sentence = `Not checked: this check broke off within Tieout (request ${asked.ctx.requestId}).`;
    return [answersOf(name, 'own_link')('not_checked', sentence, 'Whoever runs Tieout finds the cause in its log.')];
  }
}

/** What the company says of itself is kept once it is known to be the right one. */
async function takeOverCompany(
  ctx: Ctx,
  run: ClaimedRun,
  { connection, ledger }: NonNullable<Asked['about']>,
  now: Date,
): Promise<void> {
  if (run.kind === 'light') return;
  const seen = await ledger.company();
  if (seen.state === 'answered') await keepCompany(ctx, run, connection, seen.value, now);
}

async function endRun(ctx: Ctx, run: ClaimedRun, state: 'finished' | 'broken', now: Date): Promise<void> {
  requirePermission(ctx, 'connection:check');
  await ctx.transaction(async (tx) => {
    const ended = Prisma.sql`state = ${state}, ended_at = ${now}::timestamptz, runner = NULL, heartbeat_at = NULL`;
    await writeRun(ctx, tx, run, ended);
    await notifyRecordsChanged(ctx, tx, []);
  });
}

/** Another worker goes on at once. */
async function release(ctx: Ctx, run: ClaimedRun): Promise<void> {
  requirePermission(ctx, 'connection:check');
  await ctx.transaction((tx) => writeRun(ctx, tx, run, Prisma.sql`runner = NULL`));
}

async function heartbeat(ctx: Ctx, run: ClaimedRun): Promise<void> {
  requirePermission(ctx, 'connection:check');
  await ctx
    .transaction((tx) => writeRun(ctx, tx, run, BEAT))
    // The next answer finds out whether the claim is lost.
    .catch((error) => log.debug({ err: error, run: run.id }, 'no heartbeat'));
}
