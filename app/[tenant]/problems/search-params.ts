import { z } from 'zod';
import { CAUSES, type Cause } from '#lib/causes/causes.ts';
import { isId } from '#lib/core/ids.ts';
import {
  DEFAULT_PROBLEM_FILTER,
  PROBLEM_SORTS,
  type ProblemFilter,
  STATE_FILTERS,
} from '#lib/problems/problem-contract.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { NONE } from '#lib/records/list-contract.ts';
import type { RawSearchParams } from '../history/[tab]/search-params.ts';

/** Whoever looks at the list, whoever that is: an address with it can be passed on. */
export const ME = 'me';

/** Everything that the address of the list of problems says. `assignee` may be `me`. */
export type ProblemsAddress = { filter: ProblemFilter; cursor: string | null };

/** The list as it opens. */
export const EVERY_PROBLEM: ProblemsAddress = { filter: DEFAULT_PROBLEM_FILTER, cursor: null };

const idOrNone = z.string().refine((value) => value === NONE || isId(value));

/** Takes the address's parameters; gives a state in which every bad value is its default, and a sentence for each. */
export function parseProblemParams(raw: RawSearchParams): { state: ProblemsAddress; notices: string[] } {
  const notices: string[] = [];
  const one = <T>(name: string, what: string, schema: z.ZodType<T, string>, fallback: T, instead: string): T => {
    const given = raw[name];
    const value = Array.isArray(given) ? given[0] : given;
    if (value === undefined || value === '') return fallback;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    notices.push(`${what} “${shown}” is not one that Tieout knows, so ${instead}.`);
    return fallback;
  };
  const { state, sort } = DEFAULT_PROBLEM_FILTER;
  const filter: ProblemFilter = {
    state: one('state', 'The state', z.enum(STATE_FILTERS), state, 'what is not solved is shown'),
    cause: one<Cause | null>('cause', 'The cause', z.enum(CAUSES as [Cause, ...Cause[]]), null, 'every cause is shown'),
    assignee: one<string | null>(
      'assignee',
      'The person',
      z.string().refine((value) => value === ME || value === NONE || isId(value)),
      null,
      'everybody’s problems are shown',
    ),
    connection: one<string | null>('connection', 'The connection', idOrNone, null, 'every connection is shown'),
    kind: one('kind', 'The kind', z.enum(KINDS), null, 'every kind is shown'),
    sort: one('sort', 'The order', z.enum(PROBLEM_SORTS), sort, 'the most money comes first'),
  };
  const cursor = one<string | null>(
    'cursor',
    'The place in the list',
    z.string().max(600),
    null,
    'the first page is shown',
  );
  return { state: { filter, cursor }, notices };
}

/** Gives the address of a state of a tenant's list of problems, with defaults left out. */
export function problemsHref(tenant: string, { filter, cursor }: ProblemsAddress): string {
  const query = new URLSearchParams();
  if (filter.state !== DEFAULT_PROBLEM_FILTER.state) query.set('state', filter.state);
  for (const name of ['cause', 'assignee', 'connection', 'kind'] as const) {
    const value = filter[name];
    if (value !== null) query.set(name, value);
  }
  if (filter.sort !== DEFAULT_PROBLEM_FILTER.sort) query.set('sort', filter.sort);
  if (cursor !== null) query.set('cursor', cursor);
  return `/${tenant}/problems${query.size === 0 ? '' : `?${query}`}`;
}

/** Says whether a filter beyond state and order is set. */
export function hasProblemFilter({ cause, assignee, connection, kind }: ProblemFilter): boolean {
  return cause !== null || assignee !== null || connection !== null || kind !== null;
}
