import { countUnsolved } from '#lib/problems/count-unsolved.ts';
import { getProblemName } from '#lib/problems/get-problem-name.ts';
import { getRecordProblem } from '#lib/problems/get-record-problem.ts';
import { memberOf } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of what screens ask of problems by name. */
export const PROBLEM_NAME_CASES: Record<string, Case> = {
  countUnsolved: (own) => countUnsolved(memberOf(own.tenant)),
  getProblemName: (own, other) => getProblemName(memberOf(own.tenant), other.problemId),
  getRecordProblem: (own, other) => getRecordProblem(memberOf(own.tenant), other.recordId),
};

export const PROBLEM_NAMES_TOUCH_NO_TENANT: Record<string, string> = {
  problemConditions: 'writes a condition, which lists and counts run',
};
