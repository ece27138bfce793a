import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import type { ProblemFilter, ProblemList } from '#lib/problems/problem-contract.ts';
import { countOfStates } from './problem-words.ts';
import { ME, type ProblemsAddress } from './search-params.ts';

const PAGE_SIZE = 50;

export type NarrowingName = 'cause' | 'assignee' | 'connection' | 'kind';
const NARROWING: readonly NarrowingName[] = ['cause', 'assignee', 'connection', 'kind'];

/** How many problems there would be without one of the filters, or without all of them. */
export type HiddenBy = { name: NarrowingName | 'all'; count: number; filter: ProblemFilter };

export type LoadedProblems = {
  list: ProblemList;
  notice: string | null;
  /** Of an empty list: what its filters hide. */
  hidden: HiddenBy[];
};

/** Reads one page of problems; the first one, with a notice, if the place in the list is not known any more. */
export async function loadProblems(ctx: Ctx, { filter, cursor }: ProblemsAddress): Promise<LoadedProblems> {
  const loaded = await readPage(ctx, filter, cursor);
  return { ...loaded, hidden: loaded.list.problems.length === 0 ? await findHidden(ctx, filter) : [] };
}

async function readPage(ctx: Ctx, filter: ProblemFilter, cursor: string | null) {
  const asked = { ...ofPerson(ctx, filter), limit: PAGE_SIZE };
  try {
    return { list: await listProblems(ctx, { ...asked, cursor }), notice: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    const notice = 'The place in the list is not known any more, so its first page is shown.';
    return { list: await listProblems(ctx, asked), notice };
  }
}

async function findHidden(ctx: Ctx, filter: ProblemFilter): Promise<HiddenBy[]> {
  const set = NARROWING.filter((name) => filter[name] !== null);
  const without = (names: readonly NarrowingName[]): ProblemFilter => ({
    ...filter,
    ...Object.fromEntries(names.map((name) => [name, null])),
  });
  const lifted = set.map((name) => ({ name, filter: without([name]) }));
  const all = set.length > 1 ? [{ name: 'all' as const, filter: without(set) }] : [];
  const counted = await Promise.all(
    [...lifted, ...all].map(async (one) => {
      const { states } = await listProblems(ctx, { ...ofPerson(ctx, one.filter), limit: 1 });
      return { ...one, count: countOfStates(filter.state, states) };
    }),
  );
  return counted.filter(({ count }) => count > 0);
}

function ofPerson(ctx: Ctx, filter: ProblemFilter): ProblemFilter {
  return { ...filter, assignee: filter.assignee === ME ? ctx.actor.id : filter.assignee };
}
