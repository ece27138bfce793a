import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { findProblem } from './find-problem.ts';
import { parseInput } from './parse-input.ts';
import { noteInput } from './problem-contract.ts';

/** The same words of the same person within this time are one note: a form that was sent twice. */
const TWICE_SECONDS = 60;

/** Adds plain words to what is known of a problem. They are kept for ever. Throws `not_found` and `invalid_input`. */
export async function noteProblem(ctx: Ctx, input: z.input<typeof noteInput>): Promise<void> {
  requirePermission(ctx, 'problem:work');
  const { id, text } = parseInput(noteInput, input);
  await ctx.transaction(async (tx) => {
    await findProblem(ctx, tx, id, { isLocked: true });
    const [same] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM audit_event
       WHERE tenant_id = ${ctx.tenantId}::uuid AND subject_type = 'problem' AND subject_id = ${id}::uuid
         AND action = 'problem.noted' AND actor_id IS NOT DISTINCT FROM ${ctx.actor.id}::uuid AND note = ${text}
         AND at > now() - make_interval(secs => ${TWICE_SECONDS}::int) LIMIT 1`;
    if (same !== undefined) return;
    await recordAudit(ctx, tx, [{ action: 'problem.noted', subject: { type: 'problem', id }, note: text }]);
    await notifyRecordsChanged(ctx, tx, KINDS);
  });
}
