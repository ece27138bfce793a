import { CHECK_NAMES } from '#lib/checks/check-contract.ts';
import type { ClaimedRun } from '#lib/checks/claim-run.ts';
import { newId } from '#lib/core/ids.ts';
import { answerStep, stepsOf } from '#lib/guidance/answer-step.ts';
import { readFailureCauses } from '#lib/guidance/failure-causes.ts';
import { followOne } from '#lib/guidance/follow-one.ts';
import { getGuidedRun } from '#lib/guidance/get-guided-run.ts';
import { listCandidates } from '#lib/guidance/list-candidates.ts';
import { listGuidedRuns } from '#lib/guidance/list-guided-runs.ts';
import { findAmong, lookedRecords } from '#lib/guidance/looked-records.ts';
import { startGuidedRun } from '#lib/guidance/start-guided-run.ts';
import { readStepConnection } from '#lib/guidance/step-asked.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { memberOf } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of the guided run. */
export const GUIDANCE_CASES: Record<string, Case> = {
  readFailureCauses: (own, other) =>
    act(own).transaction((tx) => readFailureCauses(act(own), tx, { connectionId: null, recordId: other.recordId })),
  findAmong: (own, other) =>
    act(own).transaction((tx) =>
      findAmong(tx, lookedRecords(act(own), { connectionId: null, recordId: other.recordId }, [0, 1, 2]), null),
    ),
  readStepConnection: (own, other) =>
    act(own).transaction((tx) => readStepConnection(act(own), tx, other.tenant.connectionId)),
  stepsOf: (own, other) => stepsOf(act(own), runOf(other)),
  answerStep: (own, other) => answerStep(act(own), runOf(other), 'failures', new Date()),
  startGuidedRun: (own, other) =>
    startGuidedRun(act(own), { connectionId: other.tenant.connectionId, recordId: other.recordId }),
  getGuidedRun: (own, other) => getGuidedRun(act(own), other.connection.runId),
  listGuidedRuns: (own) => listGuidedRuns(act(own)),
  listCandidates: (own, other) =>
    listCandidates(act(own), { connectionId: other.tenant.connectionId, recordId: other.recordId }),
  followOne: (own, other) => followOne(act(own), other.recordId, new Date(0)),
};

export const GUIDANCE_TOUCHES_NO_TENANT: Record<string, string> = {
  lookedRecords: 'writes a relation, which findAmong and the steps read',
};

/** The other tenant's run, as if it had been claimed. */
function runOf({ connection, tenant }: FilledTenant): ClaimedRun {
  const { connectionId } = tenant;
  return {
    id: connection.runId,
    token: newId(),
    connectionId,
    kind: 'guided',
    scope: {},
    tries: 0,
    done: [...CHECK_NAMES],
  };
}

function act({ tenant }: FilledTenant) {
  return memberOf(tenant);
}
