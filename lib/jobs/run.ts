import { setTimeout } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { databaseUrl } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { type Job, type JobRun, jobs } from './registry.ts';
import { listenForCalls, type WakeCalls } from './wake-calls.ts';

const STOP_TIMEOUT_MS = 20_000;

/** A running set of jobs. */
export type RunningJobs = {
  /** When a job that runs by the second ended last, in milliseconds since 1970. */
  lastRunAt: () => number;
  /** Takes no new job, waits up to 20 seconds for those that run, and closes the connections. */
  stop: () => Promise<void>;
};

async function runLogged(job: Job, run: JobRun): Promise<void> {
  const startedAt = performance.now();
  try {
    await job.run(run);
    run.log.debug({ durationMs: Math.round(performance.now() - startedAt) }, 'job done');
  } catch (error) {
    run.log.error({ err: error }, 'job failed');
    throw error;
  }
}

async function work(boss: PgBoss, job: Job): Promise<void> {
  await boss.work<Record<string, unknown> | null>(job.name, async ([item]) => {
    if (!item) return;
    const jobLog = log.child({ job: job.name, jobId: item.id });
    await runLogged(job, { payload: item.data ?? {}, log: jobLog, signal: item.signal });
  });
  if (job.schedule) await boss.schedule(job.name, job.schedule, null, { tz: 'UTC' });
}

/** Runs the job again and again until the signal; gives a promise that ends with its last run. */
async function tick(
  job: Job,
  seconds: number,
  calls: WakeCalls,
  { signal, onEnd }: { signal: AbortSignal; onEnd: () => void },
): Promise<void> {
  while (!signal.aborted) {
    const turn = new AbortController();
    const isOver = AbortSignal.any([signal, turn.signal]);
    // Heard from before the run begins, since what is called for meanwhile may be missed by it.
    const called = job.wakes === undefined ? [] : [calls.next(job.wakes, isOver)];
    // Its failure is logged; the next run tries again.
    await runLogged(job, { payload: {}, log: log.child({ job: job.name }), signal }).catch(() => undefined);
    onEnd();
    await Promise.race([...called, setTimeout(seconds * 1000, undefined, { signal: isOver }).catch(() => undefined)]);
    turn.abort();
  }
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
  const stopping = new AbortController();
  const calls = listenForCalls(registered.flatMap((job) => job.wakes ?? []));
  let lastRunAt = Date.now();
  const onEnd = () => {
    lastRunAt = Date.now();
  };
  const ticks = registered.flatMap((job) =>
    job.everySeconds === undefined ? [] : [tick(job, job.everySeconds, calls, { signal: stopping.signal, onEnd })],
  );
  log.info({ jobs: registered.map((job) => job.name) }, 'worker started');
  return {
    lastRunAt: () => lastRunAt,
    stop: async () => {
      stopping.abort();
      const isOver = Promise.race([Promise.all(ticks), setTimeout(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      await Promise.all([isOver, boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS })]);
      await calls.close();
    },
  };
}
