import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, expect, it, vi } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { jobs } from '#lib/jobs/registry.ts';
import { startJobs } from '#lib/jobs/run.ts';
import { testDatabase } from '#tests/setup/database.ts';

const { appUrl, ownerUrl } = await testDatabase();

afterAll(closeDatabase);

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('runs the registered jobs with the rights of the application alone', async () => {
  const later = Date.now() + 3_600_000;
  await query(
    `INSERT INTO sign_in_throttle (key, points, expire) VALUES ('old', 1, 1), ('new', 1, ${later}), ('ever', 1, NULL)`,
  );
  const running = await startJobs();
  const sender = new PgBoss({
    connectionString: appUrl,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  });
  await sender.start();
  try {
    await sender.send('housekeeping', {});
    await vi.waitFor(async () => expect(await query('SELECT key FROM sign_in_throttle ORDER BY key')).toHaveLength(2), {
      timeout: 20_000,
      interval: 200,
    });
    expect(await query('SELECT key FROM sign_in_throttle ORDER BY key')).toEqual([{ key: 'ever' }, { key: 'new' }]);
    expect(await query('SELECT name, cron FROM pgboss.schedule ORDER BY name')).toEqual(
      jobs.filter((job) => job.schedule).map((job) => ({ name: job.name, cron: job.schedule })),
    );
  } finally {
    await sender.stop();
    await running.stop();
  }
});

it('runs a job again and again by the clock, one run at a time, and goes on after a run that failed', async () => {
  let running = 0;
  let runs = 0;
  const registered = [
    {
      name: 'housekeeping',
      schedule: null,
      everySeconds: 0.05,
      run: async () => {
        running += 1;
        expect(running).toBe(1);
        runs += 1;
        await new Promise(setImmediate);
        running -= 1;
        if (runs === 1) throw new Error('the first run fails');
      },
    },
  ];
  const { stop } = await startJobs(registered);
  await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(3), { timeout: 20_000, interval: 20 });
  await stop();
  const runsAtStop = runs;
  await new Promise(setImmediate);
  expect(runs).toBe(runsAtStop);
});
