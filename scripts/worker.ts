import { closeDatabase } from '#lib/db/client.ts';
import { auditSigningKey, databaseUrl, env } from '#lib/env.ts';
import { startJobs } from '#lib/jobs/run.ts';
import { startWorkerHealth } from '#lib/jobs/worker-health.ts';
import { log } from '#lib/log.ts';
import { checkAppRole, connect } from './database-connection.ts';
import { failedJobLines } from './failed-jobs.ts';
import { withDatabase } from './reach-database.ts';
import { runScript, say } from './run-script.ts';
import { untilAskedToStop } from './stop-signal.ts';

await runScript(async () => {
  env();
  if (process.argv.includes('--failed')) {
    await withDatabase('npm run worker -- --failed', async (appUrl) => {
      const client = await connect(appUrl, 'DATABASE_URL');
      try {
        for (const line of await failedJobLines(client)) say(line);
      } finally {
        await client.end();
      }
    });
    return 0;
  }
  if (auditSigningKey() === null) {
    log.warn('AUDIT_SIGNING_KEY is not set: the audit log is sealed, but its checkpoints are not signed');
  }
  const client = await connect(databaseUrl(), 'DATABASE_URL');
  await checkAppRole(client).finally(() => client.end());
  const running = await startJobs();
  const { WORKER_HEALTH_PORT: port, HOST: host } = env();
  const health = port === undefined ? null : await startWorkerHealth({ port, host }, running.lastRunAt);
  if (health !== null) log.info({ port: health.port }, 'worker answers /healthz and /readyz');
  const reason = await untilAskedToStop();
  log.info({ reason }, 'worker stopping');
  await health?.close();
  await running.stop();
  await closeDatabase();
  return 0;
});
