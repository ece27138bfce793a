import { type Ctx, makeContext } from '#lib/access/context.ts';
import type { CheckAnswer } from '#lib/checks/check-contract.ts';
import { BEAT, type ClaimedRun, claimRun, writeRun } from '#lib/checks/claim-run.ts';
import { readCallDay, readCheckedConnection, readConnectionIds } from '#lib/checks/connection-facts.ts';
import { endWatch } from '#lib/checks/end-watch.ts';
import { getCheckRun } from '#lib/checks/get-check-run.ts';
import { hasPendingSince, readRhythms, readSchedules, readSigns } from '#lib/checks/job-facts.ts';
import { keepAnswers } from '#lib/checks/keep-answers.ts';
import { keepCompany } from '#lib/checks/keep-company.ts';
import { latestAnswers } from '#lib/checks/latest-answers.ts';
import { listLatestChecks } from '#lib/checks/list-latest-checks.ts';
import { settleOutage } from '#lib/checks/outages.ts';
import { readClosedRecords, readNeeds } from '#lib/checks/record-facts.ts';
import { requestCheckRun } from '#lib/checks/request-check-run.ts';
import { startDueRuns } from '#lib/checks/start-due-runs.ts';
import { tellAnswers } from '#lib/checks/tell-answers.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { checkedConnection, companyFacts, NOON } from '#tests/factories/checks.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  const permissions = ['connection:read', 'connection:check', 'record:read'] as const;
  return makeContext({ ...keyContext(tenant), permissions: new Set(permissions) });
}

function within<Value>(own: FilledTenant, work: (ctx: Ctx, tx: TenantTx) => Promise<Value>): Promise<Value> {
  const ctx = act(own);
  return ctx.transaction((tx) => work(ctx, tx));
}

/** The other tenant's run, as if it had been claimed. */
function runOf({ connection, tenant }: FilledTenant): ClaimedRun {
  return {
    id: connection.runId,
    token: newId(),
    connectionId: tenant.connectionId,
    kind: 'full',
    scope: {},
    tries: 0,
    done: [],
  };
}

const BROKEN: CheckAnswer = {
  check: 'authorised',
  subject: '',
  matter: 'own_link',
  state: 'broken',
  sentence: 'x',
  remedy: null,
  evidence: {},
};

const OK: CheckAnswer = { ...BROKEN, state: 'ok' };

const ownRecordsOf = ({ tenant }: FilledTenant) => ({ connectionId: tenant.connectionId, isOnlyOne: false });

export const CHECK_CASES: Record<string, Case> = {
  requestCheckRun: (own, other) => requestCheckRun(act(own), { connectionId: other.tenant.connectionId }),
  getCheckRun: (own, other) => getCheckRun(act(own), other.connection.runId),
  listLatestChecks: (own, other) => listLatestChecks(act(own), other.tenant.connectionId),
  latestAnswers: (own, other) => within(own, (ctx, tx) => latestAnswers(ctx, tx, other.tenant.connectionId)),
  claimRun: (own, other) => within(own, (ctx, tx) => claimRun(ctx, tx, other.connection.runId, new Date())),
  writeRun: (own, other) => within(own, (ctx, tx) => writeRun(ctx, tx, runOf(other), BEAT)),
  keepAnswers: (own, other) => keepAnswers(act(own), runOf(other), 'authorised', [BROKEN], new Date()),
  keepCompany: (own, other) => {
    const connection = { ...checkedConnection(), id: other.tenant.connectionId };
    return keepCompany(act(own), runOf(other), connection, companyFacts(), new Date());
  },
  endWatch: (own, other) => {
    const connection = { id: other.tenant.connectionId, companyName: 'x', reason: 'x' };
    return within(own, (ctx, tx) => endWatch(ctx, tx, connection));
  },
  settleOutage: (own, other) =>
    within(own, (ctx, tx) => settleOutage(ctx, tx, other.tenant.connectionId, [BROKEN], new Date())),
  readConnectionIds: (own) => within(own, (ctx, tx) => readConnectionIds(ctx, tx)),
  readRhythms: (own, other) => within(own, (ctx, tx) => readRhythms(ctx, tx, [other.tenant.connectionId], NOON)),
  readSigns: (own, other) => within(own, (ctx, tx) => readSigns(ctx, tx, [other.tenant.connectionId])),
  readSchedules: (own, other) =>
    within(own, (ctx, tx) => readSchedules(ctx, tx, [other.tenant.connectionId], new Date())),
  hasPendingSince: async (own, other) => {
    const has = await within(own, (ctx, tx) => hasPendingSince(ctx, tx, other.tenant.sourceId, new Date('2999-01-01')));
    if (has) throw new Error('another tenant’s record was seen');
  },
  readNeeds: (own, other) => within(own, (ctx, tx) => readNeeds(ctx, tx, ownRecordsOf(other))),
  readClosedRecords: (own, other) =>
    within(own, (ctx, tx) => readClosedRecords(ctx, tx, { ...ownRecordsOf(other), isOnlyOne: true }, '2999-01-01')),
  tellAnswers: (own, other) => {
    const told = { id: other.tenant.connectionId, companyName: 'x', isLost: false, isWatched: true };
    return within(own, (ctx, tx) => tellAnswers(ctx, tx, told, [OK], []));
  },
  startDueRuns: (own) => startDueRuns(act(own), new Date()),
  readCheckedConnection: (own, other) =>
    within(own, (ctx, tx) => readCheckedConnection(ctx, tx, other.tenant.connectionId)),
  readCallDay: (own, other) => within(own, (ctx, tx) => readCallDay(ctx, tx, other.tenant.connectionId, new Date())),
};

export const CHECKS_TOUCH_NO_TENANT: Record<string, string> = {
  checkWork: 'starts and works on the runs of every tenant, each by an act of its own',
  wakeChecks: 'sends an empty call to the workers',
};
