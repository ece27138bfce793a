import type { Ctx } from '#lib/access/context.ts';
import { toApiProblem, toApiSolution } from './api-problem.ts';
import { getProblem } from './get-problem.ts';

/** Takes the id of `GET /problems/{id}`; gives the problem, whose records `GET /records` lists. Throws `not_found`. */
export async function queryProblem(ctx: Ctx, id: string) {
  const page = await getProblem(ctx, { id, recordsLimit: 1 });
  const { messages, furtherMessages, events, solution, workedBefore, records: _, ...row } = page;
  return {
    ...toApiProblem(row),
    // How sure the rules are, and by which words, may change with each version of them.
    messages: messages.map(({ confidence: _confidence, evidence: _evidence, ...message }) => message),
    furtherMessages,
    events,
    solution: solution === null ? null : toApiSolution(solution),
    workedBefore: workedBefore.map(toApiSolution),
  };
}
