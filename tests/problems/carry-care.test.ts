import { beforeEach, expect, test } from 'vitest';
import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { assignCause } from '#lib/causes/assign-cause.ts';
import { rediagnose } from '#lib/causes/rediagnose.ts';
import { acknowledgeProblem } from '#lib/problems/acknowledge-problem.ts';
import { assignProblem } from '#lib/problems/assign-problem.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { getProblem } from '#lib/problems/get-problem.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { muteProblem } from '#lib/problems/mute-problem.ts';
import { noteProblem } from '#lib/problems/note-problem.ts';
import type { ProblemRow } from '#lib/problems/problem-contract.ts';
import { setProblemDue } from '#lib/problems/set-problem-due.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { gatherer } from '#tests/factories/problems.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

const ACME = "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.";
const CLOSED = 'Account Period Closed, Cannot Update Through Services API';
const TAKEN = 'Duplicate Document Number Error : This number has already been used.';
const ACME_SHORT = 'Vendor "ACME  corp" is missing a default expense account.';
const MUTE = { until: null, above: { amount: '900', currency: 'USD' } };

let tenant: TestTenant;
let ctx: Ctx;
let admin: Ctx;
let diagnoser: Ctx;
let personId: string;

async function fail(...failures: { id: string; says: string; amount?: string }[]): Promise<void> {
  await reportAttempts(
    keyContext(tenant),
    received(
      failures.map(({ id, says, amount = '100' }) => ({
        externalId: id,
        record: { kind: 'bill', sourceId: id, number: id, amount, currency: 'USD' },
        outcome: 'failed',
        attemptedAt: '2026-10-01T00:00:00Z',
        errorMessage: says,
      })),
    ),
  );
  await gatherProblems(gatherer(tenant));
}

const of = ({ id, version }: ProblemRow) => ({ id, version });

/** Says what the messages of some failures mean (null: takes it back), and lets the worker do its part. */
async function say(cause: 'closed_period' | 'rate_limit' | null, ...messages: string[]): Promise<void> {
  const rows = await asAdministrator<{ id: string; message: string }>(
    'SELECT id, message FROM error_message WHERE tenant_id = $1',
    [tenant.info.id],
  );
  for (const { id } of rows.filter(({ message }) => messages.includes(message))) {
    expect(await assignCause(admin, { messageId: id, cause })).toBe(true);
  }
  await rediagnose(diagnoser);
  await gatherProblems(gatherer(tenant));
}

async function all(): Promise<Record<string, ProblemRow>> {
  const { problems } = await listProblems(ctx, { state: 'all' });
  return Object.fromEntries(problems.map((one) => [one.cause, one]));
}

async function care(id: string): Promise<void> {
  const version = (await getProblem(ctx, { id })).version;
  const given = await assignProblem(ctx, { id, version, personId });
  const dated = await setProblemDue(ctx, { ...of(given), dueOn: '2027-01-31' });
  await acknowledgeProblem(ctx, { ...of(dated), isAcknowledged: true });
  await noteProblem(ctx, { id, text: 'Asked Kim for the account' });
}

const eventsOf = async (id: string) => (await getProblem(ctx, { id })).events;

beforeEach(async () => {
  tenant = await createTenant();
  ctx = await memberIn(tenant);
  personId = ctx.actor.id ?? '';
  admin = await memberIn(tenant, ['accounting_sync', 'admin']);
  diagnoser = await workerContext(tenant.info.id, 'causes', ['cause:diagnose']);
});

test('what people did about a problem goes along with its records to the one problem that they are of now, and comes back with them', async () => {
  await fail({ id: 'a', says: ACME }, { id: 'b', says: ACME_SHORT });
  const { missing_account_mapping: old } = await all();
  await care(old!.id);
  await say('closed_period', ACME, ACME_SHORT);
  const { closed_period: taken, missing_account_mapping: left } = await all();
  expect(taken).toMatchObject({ state: 'acknowledged', assignedTo: { id: personId }, dueOn: '2027-01-31' });
  expect(left).toMatchObject({ id: old!.id, state: 'solved', solvedHow: 'regrouped', assignedTo: null, dueOn: null });
  expect(await eventsOf(taken!.id)).toMatchObject([
    {
      action: 'problem.care_taken',
      after: {
        from: { problem: old!.id, title: expect.stringContaining('has no default expense account') },
        notes: 1,
      },
    },
    { action: 'problem.opened' },
    { action: 'problem.noted', note: 'Asked Kim for the account', actor: { name: ctx.actor.name } },
  ]);
  expect((await eventsOf(old!.id))[0]).toMatchObject({
    action: 'problem.solved',
    after: { movedTo: [{ problem: taken!.id, title: 'Books are closed', records: 2 }], isCareMoved: true },
  });
  expect(await gatherProblems(gatherer(tenant))).toEqual({ opened: 0, moved: 0, changed: 0 });

  await say(null, ACME, ACME_SHORT);
  const back = await all();
  expect(back.missing_account_mapping).toMatchObject({
    state: 'acknowledged',
    assignedTo: { id: personId },
    dueOn: '2027-01-31',
  });
  expect(back.closed_period).toMatchObject({ state: 'solved', assignedTo: null, dueOn: null });
  const former = await asAdministrator('SELECT FROM message_diagnosis WHERE tenant_id = $1 AND former_keys <> $2', [
    tenant.info.id,
    [],
  ]);
  expect(former).toEqual([]);
});

test('what people did about a problem stays, and the problem names where its records went, if they went to several or somebody cares for the other', async () => {
  await fail(
    { id: 'a', says: ACME },
    { id: 'b', says: ACME_SHORT },
    { id: 'g', says: TAKEN },
    { id: 'c', says: CLOSED },
  );
  const { missing_account_mapping: acme, duplicate_document: taken, closed_period: closed } = await all();
  await care(acme!.id);
  await muteProblem(ctx, { ...of(taken!), ...MUTE });
  await noteProblem(ctx, { id: closed!.id, text: 'Wait for October' });
  await say('rate_limit', ACME_SHORT);
  // A part of its records is still of it.
  expect((await all()).missing_account_mapping).toMatchObject({ state: 'acknowledged', figures: { failed: 1 } });
  await say('closed_period', ACME, TAKEN);
  const now = await all();
  expect(now.missing_account_mapping).toMatchObject({ state: 'solved', assignedTo: { id: personId } });
  const to = [closed!.id, now.rate_limit!.id].map((problem) => expect.objectContaining({ problem, records: 1 }));
  expect((await eventsOf(acme!.id))[0]?.after).toMatchObject({
    movedTo: expect.arrayContaining(to),
    isCareMoved: false,
  });
  expect((await eventsOf(taken!.id))[0]?.after).toMatchObject({
    movedTo: [{ problem: closed!.id }],
    isCareMoved: false,
  });
  expect(now.closed_period).toMatchObject({
    state: 'open',
    assignedTo: null,
    version: closed!.version,
    figures: { failed: 3 },
  });
  expect(await eventsOf(closed!.id)).toMatchObject([{ note: 'Wait for October' }, { action: 'problem.opened' }]);
});

test('what people did about a problem goes along as a mute too, unless what is blocked there ends it', async () => {
  await fail(
    { id: 'a', says: ACME, amount: '500' },
    { id: 'g', says: TAKEN },
    { id: 'c', says: CLOSED, amount: '600' },
  );
  const { missing_account_mapping: acme, duplicate_document: taken } = await all();
  await muteProblem(ctx, { ...of(acme!), ...MUTE });
  await muteProblem(ctx, { ...of(taken!), ...MUTE });
  await say('rate_limit', TAKEN);
  await say('closed_period', ACME);
  const now = await all();
  expect(now.rate_limit).toMatchObject({
    state: 'muted',
    muted: { above: { amount: '900.0000' }, byName: ctx.actor.name },
  });
  expect(now.closed_period).toMatchObject({ state: 'open', muted: null });
  expect((await eventsOf(acme!.id))[0]?.after).toMatchObject({ isCareMoved: true });
});

test('what people wrote about a problem is read on the last of several that it was grouped under, one after the other', async () => {
  await fail({ id: 'a', says: ACME });
  const { missing_account_mapping: first } = await all();
  await noteProblem(ctx, { id: first!.id, text: 'Asked Kim for the account' });
  await say('closed_period', ACME);
  await say('rate_limit', ACME);
  const { rate_limit: last } = await all();
  expect(await eventsOf(last!.id)).toMatchObject([
    { action: 'problem.care_taken', after: { notes: 1 } },
    { action: 'problem.opened' },
    { action: 'problem.noted', note: 'Asked Kim for the account' },
  ]);
});
