import { PgBoss } from 'pg-boss';
import { databaseUrl } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { type Job, jobs } from './registry.ts';

/** A running set of jobs. */
export type RunningJobs = {
  /** Takes no new job, waits up to 20 seconds for those that run, and closes the connections. */
  stop: () => Promise<void>;
};

async function work(boss: PgBoss, job: Job): Promise<void> {
  await boss.work<Record<string, unknown> | null>(job.name, async ([item]) => {
    if (!item) return;
    const jobLog = log.child({ job: job.name, jobId: item.id });
    const startedAt = performance.now();
    try {
      await job.run({ payload: item.data ?? {}, log: jobLog, signal: item.signal });
      jobLog.debug({ durationMs: Math.round(performance.now() - startedAt) }, 'job done');
    } catch (error) {
      jobLog.error({ err: error }, 'job failed');
      throw error;
    }
  });
  if (job.schedule) await boss.schedule(job.name, job.schedule, null, { tz: 'UTC' });
}

/**
 * Runs the registered jobs until stopped, as the application's role.
 * @throws EnvError without DATABASE_URL; the database's error when its queues are missing
 */
export async function startJobs(registered: readonly Job[] = jobs): Promise<RunningJobs> {
  // The schema belongs to the owner: nothing here may create, alter or reindex.
  const boss = new PgBoss({
    connectionString: databaseUrl(),
    application_name: 'tieout-worker',
    max: 5,
    migrate: false,
    createSchema: false,
    reindex: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue error'));
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue warning'));
  await boss.start();
  for (const job of registered) await work(boss, job);
  log.info({ jobs: registered.map((job) => job.name) }, 'worker started');
  return { stop: () => boss.stop({ graceful: true, timeout: 20_000 }) };
}
