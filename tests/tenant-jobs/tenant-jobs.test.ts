import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { workerContext } from '#lib/access/acting-context.ts';
import { closeDatabase } from '#lib/db/client.ts';
import { runTenantJobs } from '#lib/jobs/tenant-jobs.ts';
import { log } from '#lib/log.ts';
import { claimTenantJobs } from '#lib/tenant-jobs/claim-tenant-jobs.ts';
import { listTenantJobs } from '#lib/tenant-jobs/list-tenant-jobs.ts';
import { runJobAgain } from '#lib/tenant-jobs/run-job-again.ts';
import { TENANT_JOBS, type TenantJobName, TRIES_MAX } from '#lib/tenant-jobs/tenant-job-contract.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { toldIn } from '#tests/factories/notices.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

let tenant: TestTenant;

beforeAll(() => administrator());
beforeEach(async () => {
  await asAdministrator('UPDATE tenant_job SET poisoned_at = now()');
  tenant = await createTenant();
});
afterAll(closeDatabase);

const passTime = () =>
  asAdministrator(
    `UPDATE tenant_job SET next_run_at = now() - interval '1 second', claimed_until = claimed_until - interval '1 day' WHERE tenant_id = $1`,
    [tenant.info.id],
  );

/** Runs the jobs, of which some fail. */
async function runJobs(failing: readonly TenantJobName[] = []) {
  const done: TenantJobName[] = [];
  const work = Object.fromEntries(
    TENANT_JOBS.map((name) => [
      name,
      {
        everySeconds: 60,
        run: async () => {
          if (failing.includes(name)) throw new Error('secret words of what it was about');
          done.push(name);
        },
      },
    ]),
  ) as unknown as Parameters<typeof runTenantJobs>[1];
  await runTenantJobs({ log: log.child({}, { level: 'silent' }), signal: new AbortController().signal }, work);
  return done;
}

test('each job runs once when it is due, whoever looks', async () => {
  const both = await Promise.all([runJobs(), runJobs()]);
  expect(both.flat().toSorted()).toEqual(TENANT_JOBS.toSorted());
  expect(await runJobs()).toEqual([]);
  await passTime();
  expect(await runJobs()).toHaveLength(TENANT_JOBS.length);
});

test('one that fails holds up no other, ends in the list and is told, and runs again when somebody says so', async () => {
  for (let time = 0; time < TRIES_MAX; time += 1) {
    expect(await runJobs(['digests'])).toHaveLength(TENANT_JOBS.length - 1);
    await passTime();
  }
  expect(await runJobs(['digests'])).not.toContain('digests');
  const [first, second] = await listTenantJobs(memberOf(tenant));
  expect(first).toMatchObject({ name: 'digests', tries: TRIES_MAX, poisonedAt: expect.any(String) });
  expect(first?.problem).toMatch(/^Error; the worker’s log says more/);
  expect(second).toMatchObject({ poisonedAt: null, problem: null });
  expect(await toldIn(tenant)).toMatchObject([{ event: 'job.poisoned', title: 'Sending digests failed for good' }]);

  await runJobAgain(memberOf(tenant), 'digests');
  await runJobAgain(memberOf(tenant), 'digests');
  expect(await runJobs()).toEqual(['digests']);
  expect((await toldIn(tenant)).map(({ type }) => type)).toEqual(['problem', 'recovery']);
  expect((await listTenantJobs(memberOf(tenant))).every(({ poisonedAt }) => poisonedAt === null)).toBe(true);
  const events = await asAdministrator(`SELECT 1 FROM audit_event WHERE tenant_id = $1 AND action = 'job.run_again'`, [
    tenant.info.id,
  ]);
  expect(events).toHaveLength(1);
  await expect(runJobAgain(memberOf(tenant), 'nothing')).rejects.toMatchObject({ code: 'not_found' });
});

test('one whose worker dies each time is left alone in the end too', async () => {
  const ctx = await workerContext(tenant.info.id, 'notices', ['job:run']);
  for (let time = 0; time < TRIES_MAX; time += 1) {
    expect((await claimTenantJobs(ctx, ['inbox'])).names).toEqual(['inbox']);
    expect((await claimTenantJobs(ctx, ['inbox'])).names).toEqual([]);
    await passTime();
  }
  expect((await claimTenantJobs(ctx, ['inbox'])).names).toEqual([]);
  expect(await listTenantJobs(memberOf(tenant))).toMatchObject([
    { name: 'inbox', problem: 'The worker ended each time before it was done.', poisonedAt: expect.any(String) },
  ]);
});
