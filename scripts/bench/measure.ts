import type { Floor } from './floor.ts';
import type { BenchTenant } from './load.ts';
import { databaseTime } from './statements.ts';

/** What many runs of one thing took. Times in milliseconds. */
export type Measured = { p50: number; p95: number; p99: number; perSecond: number };

/** Runs `work` `runs` times, `atOnce` at a time, after a tenth as many that don't count. */
export async function measure(
  runs: number,
  atOnce: number,
  work: (run: number) => Promise<unknown>,
): Promise<Measured> {
  await inParallel(Math.ceil(runs / 10), atOnce, work);
  return summary([await timed(runs, atOnce, work)]);
}

/** What a verb took within this process, what of it was its database time, and the same statements on the floor. */
export type VerbMeasured = { floor: Measured; database: Measured; verb: Measured };

const VERB_BUDGET_MS = 1500;
const VERB_RUNS = { least: 3, most: 40 };

/** Measures a verb one call at a time against the very statements that it sends, prepared and without row security. */
export async function measureVerb(
  tenant: BenchTenant,
  floor: Floor,
  work: () => Promise<unknown>,
): Promise<VerbMeasured> {
  await work();
  const startedAt = performance.now();
  const { statements } = await databaseTime(work);
  const wanted = Math.floor(VERB_BUDGET_MS / (performance.now() - startedAt));
  const runs = Math.min(VERB_RUNS.most, Math.max(VERB_RUNS.least, wanted));
  const databaseTimes: number[] = [];
  const verb = await measure(runs, 1, async () => {
    databaseTimes.push((await databaseTime(work)).ms);
  });
  const seconds = databaseTimes.reduce((sum, ms) => sum + ms, 0) / 1000;
  return {
    floor: await measure(runs, 1, () => floor.repeat(tenant, statements)),
    database: summary([{ times: databaseTimes, seconds }]),
    verb,
  };
}

/** One thing of several that are measured by turns: what it needs is made before the clock runs. */
export type Turn<Input> = { prepare: (name: string) => Input; run: (input: Input) => Promise<unknown> };

/**
 * Runs several things by turns, `runs` times each a round and `atOnce` at a time, after one round that does not count:
 * what disturbs the machine disturbs them all, and the ratios stay.
 */
export async function measureByTurns<Input>(
  rounds: number,
  runs: number,
  atOnce: number,
  turns: readonly Turn<Input>[],
): Promise<Measured[]> {
  const taken: Taken[][] = turns.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { prepare, run }] of turns.entries()) {
      const inputs = Array.from({ length: runs }, (_, n) => prepare(`${index}-${round}-${n}-${Math.random()}`));
      const one = await timed(runs, atOnce, (n) => run(inputs[n] as Input));
      if (round > 0) taken[index]?.push(one);
    }
  }
  return taken.map(summary);
}

type Taken = { times: number[]; seconds: number };

async function timed(runs: number, atOnce: number, work: (run: number) => Promise<unknown>): Promise<Taken> {
  const times: number[] = [];
  const startedAt = performance.now();
  await inParallel(runs, atOnce, async (run) => {
    const before = performance.now();
    await work(run);
    times.push(performance.now() - before);
  });
  return { times, seconds: (performance.now() - startedAt) / 1000 };
}

function summary(taken: readonly Taken[]): Measured {
  const times = taken.flatMap((one) => one.times).sort((a, b) => a - b);
  const seconds = taken.reduce((sum, one) => sum + one.seconds, 0);
  return {
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    perSecond: times.length / seconds,
  };
}

async function inParallel(runs: number, atOnce: number, work: (run: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < runs) {
      const run = next;
      next += 1;
      await work(run);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
