import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { changeProblem, NOT_MUTED } from './change-problem.ts';
import { parseInput } from './parse-input.ts';
import { type ProblemRow, solveInput } from './problem-contract.ts';
import { proveSolutions } from './prove-solutions.ts';
import { readDone } from './read-done.ts';
import { insertSolutions } from './solution-store.ts';

/**
 * Says that a problem is solved, whatever its records say. It comes back with the next failure. What became of its
 * records until now is kept with it. Throws `not_found`, `conflict`, `invalid_input`.
 */
export function solveProblem(ctx: Ctx, input: z.input<typeof solveInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  const { note, ...which } = parseInput(solveInput, input);
  return changeProblem(ctx, which, async (problem, tx) => {
    if (problem.state === 'solved') return null;
    const change = {
      set: Prisma.sql`state = 'solved', solved_at = now(), solved_through = now(), solved_how = 'person',
                      acknowledged_at = NULL, acknowledged_by_name = NULL, due_on = NULL, ${NOT_MUTED}`,
      event: {
        action: 'problem.solved' as const,
        before: { state: problem.state },
        after: { state: 'solved', how: 'person', left: problem.failed + problem.waiting },
        note,
      },
    };
    // Whoever saw another version is refused, and nothing of this is kept.
    if (problem.version !== which.version) return change;
    const proof = (await proveSolutions(ctx, tx, [problem])).get(problem.id);
    if (proof === undefined) throw new Error('A problem was proven, and no proof came of it');
    const done = await readDone(ctx, tx, problem);
    await insertSolutions(ctx, tx, [{ problem, how: 'person', note, proof, done }]);
    return change;
  });
}
