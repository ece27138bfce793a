import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '#lib/causes/causes.ts';
import { PROBLEM_SORTS, STATE_FILTERS } from '#lib/problems/problem-contract.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { NONE } from '#lib/records/list-contract.ts';
import { rawSearchParams } from '../../../app/[tenant]/history/[tab]/search-params.ts';
import {
  EVERY_PROBLEM,
  hasProblemFilter,
  ME,
  parseProblemParams,
  problemsHref,
} from '../../../app/[tenant]/problems/search-params.ts';

const id = fc.uuid({ version: 7 });
const address = fc.record({
  filter: fc.record({
    state: fc.constantFrom(...STATE_FILTERS),
    cause: fc.option(fc.constantFrom(...CAUSES)),
    assignee: fc.option(fc.oneof(fc.constantFrom(ME, NONE), id)),
    connection: fc.option(fc.oneof(fc.constant(NONE), id)),
    kind: fc.option(fc.constantFrom(...KINDS)),
    sort: fc.constantFrom(...PROBLEM_SORTS),
  }),
  cursor: fc.option(fc.base64String({ minLength: 4, maxLength: 200 })),
});
const queryOf = (href: string) => rawSearchParams(href.split('?')[1] ?? '');

describe('The address of the list of problems', () => {
  test('gives back what was put into it, and leaves defaults out', () => {
    fc.assert(
      fc.property(address, (state) => {
        expect(parseProblemParams(queryOf(problemsHref('acme', state)))).toEqual({ state, notices: [] });
      }),
    );
    expect(problemsHref('acme', EVERY_PROBLEM)).toBe('/acme/problems');
  });

  test('falls back to the default for any text at all, and says so', () => {
    const names = ['state', 'cause', 'assignee', 'connection', 'kind', 'sort', 'cursor'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (raw) => {
        const { state } = parseProblemParams(raw);
        expect(STATE_FILTERS).toContain(state.filter.state);
        expect(PROBLEM_SORTS).toContain(state.filter.sort);
        expect(queryOf(problemsHref('acme', state))).toBeDefined();
      }),
    );
    const { state, notices } = parseProblemParams({ state: 'lost', assignee: 'Ana', sort: ['age', 'money'] });
    expect(state.filter).toEqual({ ...EVERY_PROBLEM.filter, sort: 'age' });
    expect(notices).toEqual([
      'The state “lost” is not one that Tieout knows, so what is not solved is shown.',
      'The person “Ana” is not one that Tieout knows, so everybody’s problems are shown.',
    ]);
  });

  test('state and order narrow nothing by themselves', () => {
    const { filter } = EVERY_PROBLEM;
    expect(hasProblemFilter({ ...filter, state: 'solved', sort: 'age' })).toBe(false);
    expect(hasProblemFilter({ ...filter, assignee: ME })).toBe(true);
  });
});
