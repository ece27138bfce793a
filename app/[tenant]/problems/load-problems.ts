import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import type { ProblemList } from '#lib/problems/problem-contract.ts';
import { ME, type ProblemsAddress } from './search-params.ts';

const PAGE_SIZE = 50;

/** Reads one page of problems; the first one, with a notice, if the place in the list is not known any more. */
export async function loadProblems(
  ctx: Ctx,
  { filter, cursor }: ProblemsAddress,
): Promise<{ list: ProblemList; notice: string | null }> {
  const asked = { ...filter, assignee: filter.assignee === ME ? ctx.actor.id : filter.assignee, limit: PAGE_SIZE };
  try {
    return { list: await listProblems(ctx, { ...asked, cursor }), notice: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    const notice = 'The place in the list is not known any more, so its first page is shown.';
    return { list: await listProblems(ctx, asked), notice };
  }
}
