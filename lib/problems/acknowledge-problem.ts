import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { changeProblem, refuseSolved } from './change-problem.ts';
import { parseInput } from './parse-input.ts';
import type { ProblemState } from './problem-contract.ts';
import { acknowledgeInput, type ProblemRow } from './problem-contract.ts';

/**
 * Says that somebody has looked at a problem, or takes it back. One that waits or is muted stays so, and is acknowledged
 * once it is not any more. Throws `not_found`, `conflict`, `invalid_input`.
 */
export function acknowledgeProblem(ctx: Ctx, input: z.input<typeof acknowledgeInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  const { isAcknowledged, ...which } = parseInput(acknowledgeInput, input);
  return changeProblem(ctx, which, (problem) => {
    if ((problem.acknowledgedAt !== null) === isAcknowledged) return null;
    refuseSolved(problem);
    const isAtWork = problem.state === 'open' || problem.state === 'acknowledged';
    const state: ProblemState = !isAtWork ? problem.state : isAcknowledged ? 'acknowledged' : 'open';
    return {
      set: isAcknowledged
        ? Prisma.sql`state = ${state}, acknowledged_at = now(), acknowledged_by_name = ${ctx.actor.name}`
        : Prisma.sql`state = ${state}, acknowledged_at = NULL, acknowledged_by_name = NULL`,
      event: {
        action: isAcknowledged ? 'problem.acknowledged' : 'problem.unacknowledged',
        before: { state: problem.state },
        after: { state },
      },
    };
  });
}
