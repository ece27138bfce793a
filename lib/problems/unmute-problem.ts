import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { changeProblem, NOT_MUTED } from './change-problem.ts';
import { stateAtWork } from './next-state.ts';
import { parseInput } from './parse-input.ts';
import { type ProblemRow, unmuteInput } from './problem-contract.ts';

/** Takes a mute back. Throws `not_found`, `conflict`, `invalid_input`. */
export function unmuteProblem(ctx: Ctx, input: z.input<typeof unmuteInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  return changeProblem(ctx, parseInput(unmuteInput, input), (problem) => {
    if (problem.state !== 'muted') return null;
    const state = stateAtWork(problem, problem.acknowledgedAt !== null);
    return {
      set: Prisma.sql`state = ${state}, ${NOT_MUTED}`,
      event: { action: 'problem.unmuted', before: { state: 'muted' }, after: { state } },
    };
  });
}
