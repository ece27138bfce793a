import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { changeProblem } from './change-problem.ts';
import { stateAtWork } from './next-state.ts';
import { parseInput } from './parse-input.ts';
import { type ProblemRow, reopenInput } from './problem-contract.ts';
import { readFound } from './read-found.ts';

/**
 * Takes back that a problem is solved, while records of it are failed or put back: without any it is solved by itself.
 * Throws `not_found`, `conflict`, `invalid_input`.
 */
export function reopenProblem(ctx: Ctx, input: z.input<typeof reopenInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  return changeProblem(ctx, parseInput(reopenInput, input), async (problem, tx) => {
    if (problem.state !== 'solved') return null;
    const [found] = (await readFound(ctx, tx, problem)).problems;
    if (found === undefined) {
      throw new AppError('conflict', { message: 'No record of it is failed or waits: there is nothing to solve.' });
    }
    const state = stateAtWork(found.figures, false);
    return {
      set: Prisma.sql`state = ${state}, solved_at = NULL, solved_through = NULL, solved_how = NULL, grouped_under = NULL,
                      opened_at = ${found.firstAt}::timestamptz, reopened_count = reopened_count + 1`,
      event: { action: 'problem.reopened', before: { state: 'solved' }, after: { state } },
    };
  });
}
