import { beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { addDays, dayOf } from '#lib/core/dates.ts';
import { acknowledgeProblem } from '#lib/problems/acknowledge-problem.ts';
import { assignProblem } from '#lib/problems/assign-problem.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { getProblem } from '#lib/problems/get-problem.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { muteProblem } from '#lib/problems/mute-problem.ts';
import { noteProblem } from '#lib/problems/note-problem.ts';
import type { ProblemRow } from '#lib/problems/problem-contract.ts';
import { reopenProblem } from '#lib/problems/reopen-problem.ts';
import { setProblemDue } from '#lib/problems/set-problem-due.ts';
import { solveProblem } from '#lib/problems/solve-problem.ts';
import { unmuteProblem } from '#lib/problems/unmute-problem.ts';
import { countRecords } from '#lib/records/count-records.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { gatherer } from '#tests/factories/problems.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

const ACME = "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.";
const CLOSED = 'Account Period Closed, Cannot Update Through Services API';

let tenant: TestTenant;
let ctx: Ctx;
let personId: string;

beforeEach(async () => {
  tenant = await createTenant();
  ctx = await memberIn(tenant);
  personId = ctx.actor.id ?? '';
});

type Failure = { id: string; says: string | null; amount?: string; currency?: string; at?: string; kind?: string };

async function fail(...failures: Failure[]): Promise<void> {
  await reportAttempts(
    keyContext(tenant),
    received(
      failures.map(({ id, says, amount = '100', currency = 'USD', at = '2026-10-01T00:00:00Z', kind = 'bill' }) => ({
        externalId: `${id} ${at}`,
        record: { kind, sourceId: id, number: id, amount, currency },
        outcome: says === null ? 'complete' : 'failed',
        attemptedAt: at,
        errorMessage: says,
      })),
    ),
  );
  await gatherProblems(gatherer(tenant));
}

async function only(): Promise<ProblemRow> {
  const { problems } = await listProblems(ctx, { state: 'all' });
  expect(problems).toHaveLength(1);
  return problems[0] as ProblemRow;
}

const of = ({ id, version }: ProblemRow) => ({ id, version });
const soon = () => new Date(Date.now() + 1000).toISOString();

describe('Whoever works on a problem', () => {
  test('acknowledges, assigns, dates and notes it; done again it stays, and an older sight of it is refused', async () => {
    await fail({ id: 'a', says: ACME });
    const first = await only();
    const seen = await acknowledgeProblem(ctx, { ...of(first), isAcknowledged: true });
    expect(seen).toMatchObject({ state: 'acknowledged', version: 2 });
    expect(await acknowledgeProblem(ctx, { ...of(first), isAcknowledged: true })).toEqual(seen);
    await expect(setProblemDue(ctx, { ...of(first), dueOn: '2027-01-31' })).rejects.toMatchObject({ code: 'conflict' });
    const given = await assignProblem(ctx, { ...of(seen), personId });
    const dated = await setProblemDue(ctx, { ...of(given), dueOn: '2027-01-31' });
    expect(dated).toMatchObject({ assignedTo: { id: personId }, dueOn: '2027-01-31', version: 4 });
    await noteProblem(ctx, { id: first.id, text: '  Asked Kim for the account\r\n' });
    await noteProblem(ctx, { id: first.id, text: 'Asked Kim for the account' });
    const page = await getProblem(ctx, { id: first.id });
    expect(page.events.map(({ action }) => action)).toEqual([
      'problem.noted',
      'problem.due_set',
      'problem.assigned',
      'problem.acknowledged',
      'problem.opened',
    ]);
    expect(page).toMatchObject({ messages: [{ message: ACME, failed: 1 }], records: { records: [{ number: 'a' }] } });
    // Waiting or not, what was acknowledged stays so when it fails again.
    await fail({ id: 'b', says: ACME, at: soon() });
    expect(await only()).toMatchObject({ state: 'acknowledged', version: 4, figures: { failed: 2 } });
    expect(await acknowledgeProblem(ctx, { ...of(dated), isAcknowledged: false })).toMatchObject({ state: 'open' });
  });

  test('reads when it was found, also if it was found with many at once', async () => {
    const before = Date.now();
    await fail({ id: 'a', says: ACME }, { id: 'b', says: CLOSED });
    const { problems } = await listProblems(ctx);
    expect(problems).toHaveLength(2);
    for (const { id, about } of problems) {
      const { events } = await getProblem(ctx, { id });
      expect(events).toMatchObject([
        { action: 'problem.opened', actor: { type: 'job', name: 'problems' }, after: { about: about?.name ?? null } },
      ]);
      expect(Date.parse(events[0]!.at)).toBeGreaterThanOrEqual(before);
    }
  });

  test('can give it to a member with the role alone', async () => {
    await fail({ id: 'a', says: ACME });
    const problem = await only();
    const admin = await memberIn(tenant, ['admin']);
    const stranger = await memberIn(await createTenant());
    for (const { actor } of [admin, stranger]) {
      const given = assignProblem(ctx, { ...of(problem), personId: actor.id });
      await expect(given).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const reader = keyContext(tenant, { scopes: ['records:read'] });
    expect((await listProblems(reader)).problems).toHaveLength(1);
    expect(() => acknowledgeProblem(reader, { ...of(problem), isAcknowledged: true })).toThrow('not allowed');
    // An admin without the role sees the problem, but no records.
    expect((await getProblem(admin, { id: problem.id })).records).toBeNull();
  });

  test('mutes it until more money is blocked, or until a day', async () => {
    const tomorrow = addDays(dayOf(new Date(), 'UTC'), 1);
    await fail({ id: 'a', says: ACME, amount: '100' });
    const above = { amount: '150', currency: 'USD' };
    const muted = await muteProblem(ctx, { ...of(await only()), until: null, above });
    expect(muted).toMatchObject({ state: 'muted', muted: { until: null, above: { amount: '150.0000' } } });
    expect((await listProblems(ctx)).problems).toEqual([]);
    await fail({ id: 'b', says: ACME, amount: '50' });
    expect(await only()).toMatchObject({ state: 'muted', version: muted.version });
    await fail({ id: 'c', says: ACME, amount: '0.01' });
    const unmuted = await only();
    expect(unmuted).toMatchObject({ state: 'open', muted: null });
    await expect(muteProblem(ctx, { ...of(unmuted), until: null, above })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const again = await muteProblem(ctx, { ...of(unmuted), until: tomorrow, above: null });
    await gatherProblems(gatherer(tenant));
    expect(await only()).toMatchObject({ state: 'muted' });
    await gatherProblems(gatherer(tenant), new Date(Date.now() + 2 * 86_400_000));
    const back = await only();
    expect(back).toMatchObject({ state: 'open', version: again.version + 1 });
    const last = await muteProblem(ctx, { ...of(back), until: tomorrow, above: null });
    expect(await unmuteProblem(ctx, of(last))).toMatchObject({ state: 'open', muted: null });
  });

  test('says that it is solved; it comes back with the next failure, or when that is taken back', async () => {
    await fail({ id: 'a', says: ACME });
    await noteProblem(ctx, { id: (await only()).id, text: 'Booked by hand' });
    const solved = await solveProblem(ctx, { ...of(await only()), note: 'Done in the ledger' });
    expect(solved).toMatchObject({ state: 'solved', solvedHow: 'person' });
    await gatherProblems(gatherer(tenant));
    const page = await getProblem(ctx, { id: solved.id });
    expect(page).toMatchObject({
      state: 'solved',
      figures: { failed: 1 },
      solution: {
        how: 'person',
        note: 'Done in the ledger',
        proof: { completed: { records: 0 }, left: { records: 1 } },
        done: { notes: [{ text: 'Booked by hand' }] },
      },
      workedBefore: [],
    });
    await expect(acknowledgeProblem(ctx, { ...of(solved), isAcknowledged: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    const reopened = await reopenProblem(ctx, of(solved));
    expect(reopened).toMatchObject({ state: 'open', reopenedCount: 1 });
    expect(await reopenProblem(ctx, of(solved))).toEqual(reopened);
    await solveProblem(ctx, { ...of(reopened), note: null });
    await fail({ id: 'b', says: ACME, at: soon() });
    expect(await only()).toMatchObject({ state: 'open', reopenedCount: 2, figures: { failed: 2 } });
    expect((await getProblem(ctx, { id: solved.id })).workedBefore).toMatchObject([
      { isSame: true, note: null },
      { isSame: true, note: 'Done in the ledger' },
    ]);
  });

  test('and the worker decide at the same time: one of them wins, and nothing is lost', async () => {
    await fail({ id: 'a', says: ACME });
    const problem = await only();
    await reportAttempts(
      keyContext(tenant),
      received([
        { externalId: 'x', record: { kind: 'bill', sourceId: 'a' }, outcome: 'complete', attemptedAt: soon() },
      ]),
    );
    await Promise.all([
      gatherProblems(gatherer(tenant)),
      gatherProblems(gatherer(tenant)),
      ...[1, 2, 3].map(() =>
        assignProblem(ctx, { ...of(problem), personId }).catch(({ code }: { code: string }) => code),
      ),
    ]);
    await gatherProblems(gatherer(tenant));
    const { events, state, solution } = await getProblem(ctx, { id: problem.id });
    expect(state).toBe('solved');
    expect(solution).toMatchObject({ how: 'records', proof: { completed: { records: 1 } } });
    const counts = Map.groupBy(events, ({ action }) => action);
    expect(counts.get('problem.solved')).toHaveLength(1);
    expect(counts.get('problem.assigned')?.length ?? 0).toBeLessThanOrEqual(1);
  });
});

describe('The list', () => {
  test('goes by money in the own currency, then by the largest amount in another one; page by page, both ways', async () => {
    const vendor = (name: string) => `Vendor '${name}' is missing a default expense account in QuickBooks.`;
    await fail(
      { id: '1', says: vendor('Small'), amount: '5' },
      { id: '2', says: vendor('Yen'), amount: '900000', currency: 'JPY' },
      { id: '3', says: vendor('Large'), amount: '20000.05' },
      { id: '4', says: vendor('Large'), amount: '7', currency: 'JPY' },
      { id: '5', says: vendor('Credit'), amount: '-3' },
      { id: '6', says: vendor('Euro'), amount: '12', currency: 'EUR' },
      { id: '7', says: CLOSED, amount: '20000.04', kind: 'invoice' },
    );
    const nameOf = ({ about, cause }: ProblemRow) => about?.name ?? cause;
    const order = ['Large', 'closed_period', 'Small', 'Credit', 'Yen', 'Euro'];
    const names: string[] = [];
    const backwards: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page = await listProblems(ctx, { limit: 2, cursor });
      names.push(...page.problems.map(nameOf));
      backwards.push(page.previousCursor);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names).toEqual(order);
    const before = await listProblems(ctx, { limit: 2, cursor: backwards[2] ?? null });
    expect(before.problems.map(nameOf)).toEqual(order.slice(2, 4));
    expect(before.position).toBe(2);
    expect((await listProblems(ctx, { sort: 'records' })).problems.map(nameOf)[0]).toBe('Large');
    expect((await listProblems(ctx, { kind: 'invoice' })).problems.map(nameOf)).toEqual(['closed_period']);
    expect((await listProblems(ctx, { cause: 'currency' })).problems).toEqual([]);
    expect((await listProblems(ctx, { assignee: 'none', connection: 'none' })).states).toMatchObject({ open: 6 });
    await expect(listProblems(ctx, { sort: 'age', cursor: backwards[2] ?? null })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('of records is the same whether a problem has few messages or more than are looked up one by one', async () => {
    const used = (n: number) => ({ id: `r${n}`, says: `Invoice INV-${n} must be unique` });
    await fail(...Array.from({ length: 999 }, (_, n) => used(n)));
    await fail(...[999, 1000, 1001].map(used), { id: 'other', says: CLOSED });
    const { problems } = await listProblems(ctx);
    const problem = problems.find(({ cause }) => cause === 'duplicate_document') as ProblemRow;
    const filter = { ...EVERY_RECORD, problemId: problem.id };
    expect(problem.figures.failed).toBe(1002);
    expect(await countRecords(ctx, filter)).toEqual({ count: 1002, isExact: true });
    const page = await getProblem(ctx, { id: problem.id, recordsLimit: 200 });
    expect(page.records?.records).toHaveLength(200);
    expect(page.furtherMessages).toBe(982);
    const next = await getProblem(ctx, { id: problem.id, recordsCursor: page.records?.nextCursor ?? null });
    expect(next.records).toMatchObject({ position: 200 });
  });

  test('says what failed and told no reason', async () => {
    await fail({ id: 'a', says: '', amount: '4' }, { id: 'b', says: ACME });
    const { unexplained, gatheredAt, problems } = await listProblems(ctx);
    expect(problems).toHaveLength(1);
    expect(unexplained).toEqual({ records: 1, money: [{ currency: 'USD', amount: '4.0000', records: 1 }] });
    expect(gatheredAt).not.toBeNull();
  });
});
