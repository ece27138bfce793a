import { type Ctx, makeContext } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { acknowledgeProblem } from '#lib/problems/acknowledge-problem.ts';
import { assignProblem } from '#lib/problems/assign-problem.ts';
import { type Care, carryCare, readCare } from '#lib/problems/carry-care.ts';
import { changeProblem } from '#lib/problems/change-problem.ts';
import { describeProblems } from '#lib/problems/describe-problems.ts';
import { findProblem } from '#lib/problems/find-problem.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { getProblem } from '#lib/problems/get-problem.ts';
import { listAssignable } from '#lib/problems/list-assignable.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { muteProblem } from '#lib/problems/mute-problem.ts';
import { noteProblem } from '#lib/problems/note-problem.ts';
import { insertProblems, moveProblems, updateFigures } from '#lib/problems/problem-store.ts';
import { proveSolutions } from '#lib/problems/prove-solutions.ts';
import { queryProblem } from '#lib/problems/query-problem.ts';
import { queryProblems } from '#lib/problems/query-problems.ts';
import { forgetFormerKeys, readDestinations } from '#lib/problems/read-destinations.ts';
import { readDone } from '#lib/problems/read-done.ts';
import { type Found, NO_FIGURES, placeKey, readFound } from '#lib/problems/read-found.ts';
import { type KnownProblem, readKnown, readKnownKeys } from '#lib/problems/read-known.ts';
import { readReturned } from '#lib/problems/read-returned.ts';
import { readTrends } from '#lib/problems/read-trends.ts';
import { reopenProblem } from '#lib/problems/reopen-problem.ts';
import { setProblemDue } from '#lib/problems/set-problem-due.ts';
import { insertSolutions } from '#lib/problems/solution-store.ts';
import { solveProblem } from '#lib/problems/solve-problem.ts';
import { unmuteProblem } from '#lib/problems/unmute-problem.ts';
import { problemMessages } from '#lib/records/problem-conditions.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of lib/problems. */
export const PROBLEM_CASES: Record<string, Case> = {
  listProblems: (own) => listProblems(act(own), { state: 'all' }),
  getProblem: (own, other) => getProblem(act(own), { id: other.problemId }),
  queryProblems: (own) => queryProblems(act(own), new URLSearchParams({ state: 'all' })),
  queryProblem: (own, other) => queryProblem(act(own), other.problemId),
  listAssignable: (own) => listAssignable(act(own)),
  acknowledgeProblem: (own, other) => acknowledgeProblem(act(own), { ...of(other), isAcknowledged: false }),
  assignProblem: (own, other) => assignProblem(act(own), { ...of(own), personId: other.personId }),
  setProblemDue: (own, other) => setProblemDue(act(own), { ...of(other), dueOn: '2030-01-01' }),
  muteProblem: (own, other) => muteProblem(act(own), { ...of(other), until: '2090-01-01', above: null }),
  unmuteProblem: (own, other) => unmuteProblem(act(own), of(other)),
  noteProblem: (own, other) => noteProblem(act(own), { id: other.problemId, text: 'A note' }),
  solveProblem: (own, other) => solveProblem(act(own), { ...of(other), note: null }),
  reopenProblem: (own, other) => reopenProblem(act(own), of(other)),
  changeProblem: (own, other) => changeProblem(act(own), of(other), () => null),
  findProblem: (own, other) => act(own).transaction((tx) => findProblem(act(own), tx, other.problemId)),
  gatherProblems: (own) => gatherProblems(act(own)),
  readCare: (own, other) =>
    act(own)
      .transaction((tx) => readCare(act(own), tx, [other.problemId]))
      .then((cares) => [...cares]),
  carryCare: (own, other) =>
    act(own)
      .transaction((tx) => {
        const destinations = [{ problem: other.problemId, title: 'Another', records: 1 }];
        const byPlace = new Map([[placeKey(place(other)), found(other)]]);
        const around = { byPlace, cameFrom: new Map<string, string>(), today: TRENDS.today };
        return carryCare(act(own), tx, [{ care: cared(other), destinations }], around);
      })
      .then((carried) => [...carried]),
  readDestinations: (own, other) =>
    act(own)
      .transaction((tx) => readDestinations(act(own), tx, [known(other)]))
      .then((destinations) => [...destinations]),
  forgetFormerKeys: (own) => act(own).transaction((tx) => forgetFormerKeys(act(own), tx)),
  readFound: (own, other) => act(own).transaction((tx) => readFound(act(own), tx, place(other))),
  readKnown: (own, other) => act(own).transaction((tx) => readKnown(act(own), tx, [place(other)])),
  readKnownKeys: (own, other) =>
    act(own)
      .transaction((tx) => readKnownKeys(act(own), tx, [place(other)]))
      .then((keys) => [...keys]),
  readReturned: (own, other) =>
    act(own)
      .transaction((tx) => readReturned(act(own), tx, [known(other)]))
      .then((all) => [...all]),
  readTrends: (own, other) =>
    act(own)
      .transaction((tx) => readTrends(act(own), tx, [place(other)], '2026-01-05'))
      .then((all) => [...all]),
  describeProblems: (own, other) => act(own).transaction((tx) => describeProblems(act(own), tx, [found(other)])),
  proveSolutions: (own, other) =>
    act(own)
      .transaction((tx) => proveSolutions(act(own), tx, [known(other)]))
      .then((proofs) => [...proofs.values()]),
  readDone: (own, other) => act(own).transaction((tx) => readDone(act(own), tx, known(other))),
  insertSolutions: (own, other) =>
    act(own).transaction((tx) =>
      insertSolutions(act(own), tx, [
        { problem: known(other), how: 'person', note: null, proof: {} as never, done: {} as never },
      ]),
    ),
  insertProblems: (own, other) =>
    act(own).transaction((tx) =>
      insertProblems(
        act(own),
        tx,
        [
          {
            ...found(other),
            connectionId: other.tenant.connectionId,
            cause: 'unknown',
            aboutType: null,
            aboutName: null,
            aboutId: null,
            evidence: [],
            messageId: newId(),
          },
        ],
        TRENDS,
      ),
    ),
  moveProblems: (own, other) =>
    act(own).transaction((tx) =>
      moveProblems(act(own), tx, [
        { ...of(other), state: 'solved', solvedHow: 'person', solvedThrough: null, reopenedAt: null },
      ]),
    ),
  updateFigures: (own, other) =>
    act(own).transaction((tx) => updateFigures(act(own), tx, [{ problem: known(other), found: found(other) }], TRENDS)),
  problemMessages: (own, other) => act(own).transaction((tx) => problemMessages(act(own), tx, other.problemId)),
};

export const PROBLEMS_TOUCH_NO_TENANT: Record<string, string> = {
  gatherProblemsOfAll: 'asks which tenants have work, and gives each its own act',
  toProblemRow: 'turns a row that was read into what lists show',
};

const TRENDS = { trendOf: () => [1], today: '2026-01-05' };
const AT = '2026-01-01T00:00:00.000Z';

function of({ problemId }: FilledTenant) {
  return { id: problemId, version: 1 };
}

/** The key of the problem in the tenant is its id. */
function place({ problemId }: FilledTenant) {
  return { problemKey: problemId, connectionId: null };
}

function found(tenant: FilledTenant): Found {
  const figures = { ...NO_FIGURES, failed: 3 };
  return { ...place(tenant), isGuess: false, figures, firstAt: AT, lastAt: AT, lastFailedAt: AT };
}

function known(tenant: FilledTenant): KnownProblem {
  const at = new Date(AT);
  return {
    ...of(tenant),
    ...place(tenant),
    cause: 'unknown',
    aboutName: null,
    aboutId: null,
    isGuess: false,
    state: 'open',
    acknowledgedAt: null,
    mutedUntil: null,
    mutedAbove: null,
    solvedHow: null,
    solvedThrough: at,
    firstSeenAt: at,
    lastSeenAt: at,
    openedAt: at,
    solvedAt: at,
    reopenedCount: 0,
    figures: { kinds: [], money: [] },
    oldestOn: null,
    oldestFailedAt: null,
    trend: [],
    trendTo: null,
    groupedUnder: null,
  };
}

function cared(tenant: FilledTenant): Care {
  return {
    ...known(tenant),
    title: 'A problem',
    assignedTo: null,
    dueOn: '2030-01-01',
    acknowledgedByName: null,
    mutedAbove: null,
    mutedCurrency: null,
    mutedByName: null,
    notes: 1,
  };
}

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'problems' },
    permissions: new Set(['problem:read', 'problem:work', 'problem:gather', 'record:read']),
    requestId: 'test',
    address: null,
  });
}
