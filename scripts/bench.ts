import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { closeDatabase } from '#lib/db/client.ts';
import { env, setEnvironment } from '#lib/env.ts';
import { closeCalls } from './bench/calls.ts';
import { Floor } from './bench/floor.ts';
import { load } from './bench/load.ts';
import { Report } from './bench/report.ts';
import { chooseSections } from './bench/sections.ts';
import { build, isBuildFresh } from './build.ts';
import { databaseName, removeDataDir, startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { webArgs } from './next-program.ts';
import { findFreePort } from './postgres/server.ts';
import { runScript, say } from './run-script.ts';
import { supervise } from './supervise.ts';

// Every figure is a ratio to the raw SQL floor of the same run, since machines differ and are never quiet.
await runScript(async () => {
  const sections = chooseSections(process.argv.slice(2));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tieout-bench-'));
  // The server's user must be able to pass through a folder made for this run alone.
  chmodSync(dataDir, 0o711);
  const records = env().BENCH_RECORDS;
  if (!isBuildFresh()) await build({ say });
  const postgres = await startEmbeddedPostgres({ dataDir, say });
  const superuserUrl = postgres.superuserUrl.replace(/\/postgres$/, `/${databaseName}`);
  const port = await findFreePort();
  const settings = {
    DATABASE_URL: postgres.appUrl,
    AUTH_SECRET: postgres.secrets.authSecret,
    API_RATE_LIMIT_PER_MINUTE: '100000000',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    // What is exported is written here first.
    TIEOUT_DATA_DIR: dataDir,
  };
  try {
    await migrate(postgres.ownerUrl, { log: () => {} });
    say(`Loading ${records.toLocaleString('en')} records of 20 tenants...`);
    const { tenants, seconds } = await load(superuserUrl, records);
    const [largest] = tenants;
    if (largest === undefined) throw new Error('There is no tenant');
    say(
      `Loaded and indexed in ${seconds.toFixed(0)} s; the largest tenant has ${largest.records.toLocaleString('en')}.\n`,
    );
    setEnvironment(settings);
    const web = supervise({ name: 'web server', args: webArgs('start', '127.0.0.1', port), env: settings, say });
    const floor = new Floor(superuserUrl);
    try {
      const base = `http://127.0.0.1:${port}`;
      await untilServing(base);
      const report = new Report(say);
      for (const [name, measureSection] of sections) {
        say(`\n${name}`);
        await measureSection({ report, floor, base, tenants, largest, superuserUrl, webPid: web.pid });
      }
    } finally {
      await floor.close();
      closeCalls();
      await closeDatabase();
      await web.stop();
    }
  } finally {
    await postgres.stop();
    removeDataDir(dataDir);
  }
  return 0;
});

async function untilServing(base: string): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await fetch(`${base}/api/v1/openapi.json`).catch(() => null);
    if (answer !== null) return;
    await delay(250);
  }
  throw new Error('The web server did not answer within 30 seconds');
}
