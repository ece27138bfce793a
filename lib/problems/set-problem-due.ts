import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { changeProblem, refuseSolved } from './change-problem.ts';
import { parseInput } from './parse-input.ts';
import { dueInput, type ProblemRow } from './problem-contract.ts';

/** Says until when a problem is to be solved, or takes that back. Throws `not_found`, `conflict`, `invalid_input`. */
export function setProblemDue(ctx: Ctx, input: z.input<typeof dueInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  const { dueOn, ...which } = parseInput(dueInput, input);
  return changeProblem(ctx, which, (problem) => {
    if (problem.dueOn === dueOn) return null;
    refuseSolved(problem);
    return {
      set: Prisma.sql`due_on = ${dueOn}::date`,
      event: { action: 'problem.due_set', before: { dueOn: problem.dueOn }, after: { dueOn } },
    };
  });
}
