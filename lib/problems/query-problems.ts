import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { toApiProblem, toApiTotal } from './api-problem.ts';
import { listProblems } from './list-problems.ts';
import { parseInput } from './parse-input.ts';
import { listProblemsInput, PROBLEM_LIMIT_MAX } from './problem-contract.ts';

const { state, cause, assignee, connection, kind, sort } = listProblemsInput.shape;

/** What `GET /problems` takes: every part is optional. */
export const problemQuery = z.strictObject({
  state: state.meta({ description: 'unsolved: neither solved nor muted.' }),
  cause: cause.unwrap().unwrap().optional(),
  assignee: assignee.unwrap().unwrap().optional().meta({ description: 'The id of a person, or none.' }),
  connection: connection
    .unwrap()
    .unwrap()
    .optional()
    .meta({ description: 'The id of a connection, or none for records that name none.' }),
  kind: kind.unwrap().unwrap().optional(),
  sort: sort.meta({
    description:
      'money: by what is blocked in the tenant’s currency, then by the largest amount in another one; age: open the longest first.',
  }),
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(PROBLEM_LIMIT_MAX, `must be at most ${PROBLEM_LIMIT_MAX}`)
    .default(50),
  cursor: z.string().max(600, 'must be a nextCursor of the same list').optional(),
});

/** Takes the query of `GET /problems`; gives the page. Throws `invalid_input`. */
export async function queryProblems(ctx: Ctx, params: URLSearchParams) {
  const page = await listProblems(ctx, parseInput(problemQuery, Object.fromEntries(params)));
  return {
    problems: page.problems.map(toApiProblem),
    nextCursor: page.nextCursor,
    states: page.states,
    unexplained: toApiTotal(page.unexplained),
    gatheredAt: page.gatheredAt,
  };
}
