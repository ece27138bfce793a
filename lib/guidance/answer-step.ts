import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { checksOf } from '#lib/checks/check-list.ts';
import { BEAT, type ClaimedRun, writeRun } from '#lib/checks/claim-run.ts';
import { storable, storableJson } from '#lib/core/storable-text.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { log } from '#lib/log.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { readFailureCauses } from './failure-causes.ts';
import type { GuidedStep, OwnStep, StepAnswer } from './guidance-contract.ts';
import type { LookedScope } from './looked-records.ts';
import { planSteps } from './plan-steps.ts';
import { readStepConnection, type Step } from './step-asked.ts';
import { failures } from './steps/failures.ts';
import { contactNames, documentPeriods, mapping, preferences } from './steps/ledger.ts';
import { connections, limits } from './steps/links.ts';
import { amounts, duplicates, sourceStatus } from './steps/records.ts';

const STEPS: Record<OwnStep, Step> = {
  failures,
  connections,
  preferences,
  limits,
  mapping,
  contact_names: contactNames,
  document_periods: documentPeriods,
  source_status: sourceStatus,
  duplicates,
  amounts,
};

/** Reading thousands of records takes longer than a form may. */
const STEP_TIMEOUT_MS = 60_000;

/**
 * Gives the steps of a guided run in their order, decided once and kept with the run, so that a worker that takes it over
 * goes on with the same.
 */
export async function stepsOf(ctx: Ctx, run: ClaimedRun): Promise<GuidedStep[]> {
  requirePermission(ctx, 'connection:check');
  const { steps } = run.scope as { steps?: GuidedStep[] };
  if (steps !== undefined) return steps;
  return ctx.transaction(
    async (tx) => {
      const causes = await readFailureCauses(ctx, tx, scopeOf(run));
      const planned = planSteps(causes, { checks: checksOf(run), hasConnection: run.connectionId !== null });
      const scope = { ...run.scope, steps: planned };
      await writeRun(ctx, tx, run, Prisma.sql`scope = ${JSON.stringify(scope)}::jsonb, ${BEAT}`);
      return planned;
    },
    { timeoutMs: STEP_TIMEOUT_MS },
  );
}

/** Answers one step of Tieout's own and keeps the answer. One that breaks off is not checked, and says so. Throws `LostRunError`. */
export async function answerStep(ctx: Ctx, run: ClaimedRun, step: OwnStep, now: Date): Promise<void> {
  requirePermission(ctx, 'connection:check');
  const answer = await tryStep(ctx, run, step);
  await ctx.transaction(async (tx) => {
    await writeRun(ctx, tx, run, BEAT);
    const { matter, state, sentence, remedy, evidence } = answer;
    await tx.$executeRaw`
      INSERT INTO check_result (tenant_id, run_id, check_name, connection_id, matter, state, sentence, remedy, evidence, at)
      VALUES (${ctx.tenantId}::uuid, ${run.id}::uuid, ${step}, ${run.connectionId}::uuid, ${matter}, ${state}, ${storable(sentence)},
              ${remedy}, ${storableJson(evidence)}::jsonb, ${now}::timestamptz)`;
    await notifyRecordsChanged(ctx, tx, []);
  });
}

async function tryStep(ctx: Ctx, run: ClaimedRun, step: OwnStep): Promise<StepAnswer> {
  requirePermission(ctx, 'connection:check');
  try {
    return await ctx.transaction(
      async (tx) => {
        const connection = run.connectionId === null ? null : await readStepConnection(ctx, tx, run.connectionId);
        return STEPS[step]({ ctx, tx, scope: scopeOf(run), connection });
      },
      { timeoutMs: STEP_TIMEOUT_MS },
    );
  } catch (error) {
    log.error({ err: error, step, requestId: ctx.requestId }, 'a step of a guided run broke off');
    return {
      matter: 'own_link',
      state: 'not_checked',
      sentence: `Not checked: this step broke off within Tieout (request ${ctx.requestId}).`,
      remedy: 'Whoever runs Tieout finds the cause in its log.',
      evidence: { who: 'admin' },
    };
  }
}

function scopeOf(run: ClaimedRun): LookedScope {
  const { recordId } = run.scope as { recordId?: string | null };
  return { connectionId: run.connectionId, recordId: recordId ?? null };
}
