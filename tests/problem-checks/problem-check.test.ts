import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeContext } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { openUndo } from '#lib/bulk/open-undo.ts';
import { startBulkOperation } from '#lib/bulk/start-bulk-operation.ts';
import { problemChecks } from '#lib/jobs/problem-checks.ts';
import { readLedgerLists } from '#lib/jobs/read-ledger-lists.ts';
import { getProblemCheck } from '#lib/problem-checks/get-problem-check.ts';
import { putBackChecked } from '#lib/problem-checks/put-back-checked.ts';
import { putBackUnchecked } from '#lib/problem-checks/put-back-unchecked.ts';
import { requestProblemCheck } from '#lib/problem-checks/request-problem-check.ts';
import { gatherProblems } from '#lib/problems/gather-problems.ts';
import { getProblem } from '#lib/problems/get-problem.ts';
import { listProblems } from '#lib/problems/list-problems.ts';
import { memberIn } from '#tests/factories/bulk.ts';
import { connectTestTenant, ListedCompany } from '#tests/factories/listed-company.ts';
import { companyFacts, keepFacts, readAllLists } from '#tests/factories/read-lists.ts';
import { received } from '#tests/factories/received-item.ts';
import { createTenant, keyContext, type TestTenant } from '#tests/factories/tenant.ts';

const RUN = { log: pino({ level: 'silent' }), signal: new AbortController().signal };
const MISSING = "Account code '4010' is not a valid code for this document.";
const CLOSED = 'Account Period Closed, Cannot Update Through Services API';

async function connected(): Promise<{ tenant: TestTenant; company: ListedCompany }> {
  const tenant = await createTenant();
  await connectTestTenant(tenant);
  await keepFacts(tenant, companyFacts());
  const company = new ListedCompany();
  const long = { updatedAt: new Date('2020-01-01T00:00:00Z') };
  company.put('account', '1', { code: '4000', name: 'Freight income', ...long });
  company.put('tax_code', 'TAX', { code: 'TAX', ...long });
  company.put('customer', '1', { name: 'Acme Retail', ...long });
  company.put('vendor', '1', { name: 'Haul Co', ...long });
  await readAllLists(tenant, company);
  return { tenant, company };
}

async function report(tenant: TestTenant, tries: [id: string, says: string | null, lines?: object][]): Promise<void> {
  const results = await reportAttempts(
    keyContext(tenant),
    received(
      tries.map(([id, says, line]) => ({
        externalId: `${id} ${says} ${Math.random()}`,
        record: {
          ...{ kind: 'invoice', sourceId: id, number: id.toUpperCase(), amount: '100', currency: 'USD' },
          ...{ payer: 'Acme Retail', documentDate: '2026-10-31', sourceStatus: 'created' },
          ...(line === undefined ? {} : { lines: [{ lineNo: 1, amount: '100', ...line }] }),
        },
        outcome: says === null ? 'complete' : 'failed',
        attemptedAt: new Date().toISOString(),
        errorMessage: says,
        ...(says === null ? { referenceNumber: `QB-${id}` } : {}),
      })),
    ),
  );
  expect(results.map(({ result }) => result)).not.toContain('rejected');
}

/** Gathers failures into problems, as the worker does, and gives the one that has a cause. */
async function problemOf(
  tenant: TestTenant,
  member: Awaited<ReturnType<typeof memberIn>>,
  cause: string,
): Promise<string> {
  const worker = makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'problems' },
    permissions: new Set(['problem:gather'] as const),
    requestId: 'test',
    address: null,
  });
  await gatherProblems(worker);
  const { problems } = await listProblems(member, { state: 'all' });
  const found = problems.find((problem) => problem.cause === cause);
  if (found === undefined) throw new Error(`No problem of ${cause}: ${problems.map((one) => one.cause).join()}`);
  return found.id;
}

test('After the fix a check reads the ledger anew, says which records will pass, and those alone are put back and followed', async () => {
  const { tenant, company } = await connected();
  const member = await memberIn(tenant, ['accounting_sync']);
  const line = { accountCode: '4010', taxCode: 'TAX' };
  await report(tenant, [
    ['a', MISSING, line],
    ['b', MISSING, line],
    ['c', MISSING, line],
    ['d', MISSING, { accountCode: '4010', taxCode: 'GST' }],
  ]);
  const problemId = await problemOf(tenant, member, 'missing_account_mapping');
  expect(await getProblemCheck(member, problemId)).toEqual({ canTell: true, failed: 4, check: null });

  // Nothing is fixed yet. While the lists are not read, nothing is said.
  const first = await requestProblemCheck(member, problemId);
  expect(await requestProblemCheck(member, problemId)).toBe(first);
  await problemChecks(RUN);
  expect((await getProblemCheck(member, problemId)).check).toMatchObject({
    state: 'waiting',
    lists: ['account', 'customer', 'vendor'],
  });
  await expect(putBackChecked(member, first)).rejects.toMatchObject({ code: 'conflict' });
  await readLedgerLists(RUN, company.door);
  // Two workers at once look once.
  await Promise.all([problemChecks(RUN), problemChecks(RUN)]);
  expect((await getProblemCheck(member, problemId)).check).toMatchObject({
    state: 'ready',
    unread: null,
    counts: { will_pass: 0, will_fail: 4, may_fail: 0, not_known: 0 },
  });
  await expect(putBackChecked(member, first)).rejects.toMatchObject({ code: 'conflict' });

  company.put('account', '2', { code: '4010', name: 'Fuel income' });
  const second = await requestProblemCheck(member, problemId);
  await readLedgerLists(RUN, company.door);
  await problemChecks(RUN);
  expect((await getProblemCheck(member, problemId)).check).toMatchObject({
    id: second,
    counts: { will_pass: 3, will_fail: 1, may_fail: 0, not_known: 0 },
    groups: [
      { verdict: 'will_fail', cause: 'missing_tax_mapping', records: 1, words: expect.stringContaining('“GST”') },
    ],
    putBack: null,
  });

  // Put back twice is put back once; what is undone is told as such, and what changed since is not put back.
  const operation = await putBackChecked(member, second);
  expect((await putBackChecked(member, second)).id).toBe(operation.id);
  expect(operation).toMatchObject({ state: 'finished', counts: { updated: 3 } });
  const progress = async () => (await getProblemCheck(member, problemId)).check?.putBack;
  expect(await progress()).toMatchObject({ total: 3, waiting: 3, completed: 0, undoableUntil: expect.any(String) });
  await report(tenant, [
    ['a', null],
    ['b', MISSING],
    ['c', CLOSED],
  ]);
  expect(await progress()).toMatchObject({
    total: 3,
    completed: 1,
    failedSame: 1,
    failedOther: 1,
    waiting: 0,
    returned: 0,
  });
  // Failed again although the account is there: what stands as it stood when it failed can't be what is wrong.
  const third = await requestProblemCheck(member, problemId);
  await readLedgerLists(RUN, company.door);
  await problemChecks(RUN);
  expect((await getProblemCheck(member, problemId)).check).toMatchObject({
    id: third,
    counts: { will_pass: 0, will_fail: 1, not_known: 1 },
    groups: expect.arrayContaining([
      expect.objectContaining({ words: 'Nothing that can be looked up has changed since it failed.' }),
    ]),
  });
  // The documents are corrected; what then goes through solves the problem.
  await report(tenant, [
    ['b', null],
    ['d', null],
  ]);
  await problemOf(tenant, member, 'missing_account_mapping');
  expect(await getProblem(member, { id: problemId })).toMatchObject({ state: 'solved', solvedHow: 'records' });
});

test('An undo is told of, a list that can’t be read is named, and of some causes nothing can tell', async () => {
  const { tenant, company } = await connected();
  const member = await memberIn(tenant, ['accounting_sync']);
  await report(tenant, [
    ['a', MISSING, { accountCode: '4010' }],
    ['t', 'ThrottleExceeded; errorCode=003001; statusCode=429', {}],
  ]);
  const throttled = await problemOf(tenant, member, 'rate_limit');
  expect(await getProblemCheck(member, throttled)).toMatchObject({ canTell: false, failed: 1 });
  await expect(requestProblemCheck(member, throttled)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await putBackUnchecked(member, throttled)).toMatchObject({ state: 'finished', counts: { updated: 1 } });
  expect(await getProblemCheck(member, throttled)).toMatchObject({ failed: 0 });

  const problemId = await problemOf(tenant, member, 'missing_account_mapping');
  company.put('account', '2', { code: '4010', name: 'Fuel income' });
  const id = await requestProblemCheck(member, problemId);
  await readLedgerLists(RUN, company.door);
  await problemChecks(RUN);
  const { id: operationId } = await putBackChecked(member, id);
  const undo = await openUndo(member, operationId);
  await startBulkOperation(member, { id: undo.id });
  expect((await getProblemCheck(member, problemId)).check?.putBack).toMatchObject({
    total: 1,
    waiting: 0,
    returned: 1,
  });

  company.onCall = ({ type }) => {
    if (type === 'account') throw new Error('The reader broke');
  };
  await requestProblemCheck(member, problemId);
  await readLedgerLists(RUN, company.door);
  await problemChecks(RUN);
  expect((await getProblemCheck(member, problemId)).check).toMatchObject({
    state: 'ready',
    unread: 'Not read anew: accounts. What is told goes by what was read before.',
  });
});
