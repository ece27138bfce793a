import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { closeDatabase } from '#lib/db/client.ts';
import { readiness } from '#lib/db/readiness.ts';
import { setEnvironment } from '#lib/env.ts';
import { startWorkerHealth } from '#lib/jobs/worker-health.ts';
import { failedJobLines } from '#scripts/failed-jobs.ts';
import { testDatabase } from '#tests/setup/database.ts';

const { appUrl } = await testDatabase();
afterAll(closeDatabase);

it('says whether the worker lives and whether it can work', async () => {
  let lastRunAt = Date.now();
  const health = await startWorkerHealth({ port: 0, host: '127.0.0.1' }, () => lastRunAt);
  const ask = async (place: string) => {
    const response = await fetch(`http://127.0.0.1:${health.port}${place}`);
    return { code: response.status, ...((await response.json()) as { status: string }) };
  };
  expect(await ask('/healthz')).toMatchObject({ code: 200, status: 'ok' });
  expect(await ask('/readyz')).toEqual({ code: 200, status: 'ready' });
  expect(await ask('/')).toMatchObject({ code: 404 });
  lastRunAt -= 120_000;
  expect(await ask('/healthz')).toMatchObject({ code: 503, status: 'no job runs' });
  await closeDatabase();
  setEnvironment({ DATABASE_URL: 'postgres://tieout_web:x@127.0.0.1:9/tieout' });
  expect(await ask('/readyz')).toEqual({ code: 503, status: 'database unreachable' });
  await closeDatabase();
  setEnvironment({ DATABASE_URL: appUrl });
  await health.close();
});

it('lists on the command line what of the queue failed for good', async () => {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  expect(await failedJobLines(client)).toEqual([expect.stringMatching(/^No job of the queue has failed/)]);
  await client.query(
    `INSERT INTO pgboss.job (name, state, output, completed_on) VALUES ('housekeeping', 'failed', '{"message":"no disk"}', now())`,
  );
  expect(await failedJobLines(client)).toEqual([expect.stringMatching(/housekeeping .* failed 1 times: no disk$/)]);
  await client.end();
});

it('is not ready while a migration is missing', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-migrations-'));
  expect(await readiness(folder)).toEqual({ isReady: true });
  mkdirSync(path.join(folder, '99990101000000_of_a_newer_one'));
  expect(await readiness(folder)).toEqual({ isReady: false, status: 'migrations missing' });
  rmSync(folder, { recursive: true });
});
