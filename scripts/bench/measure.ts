/** What many runs of one thing took. Times in milliseconds. */
export type Measured = { p50: number; p95: number; perSecond: number };

/** Runs `work` `runs` times, `atOnce` at a time, after a tenth as many that don't count. */
export async function measure(
  runs: number,
  atOnce: number,
  work: (run: number) => Promise<unknown>,
): Promise<Measured> {
  await inParallel(Math.ceil(runs / 10), atOnce, work);
  const times: number[] = [];
  const startedAt = performance.now();
  await inParallel(runs, atOnce, async (run) => {
    const before = performance.now();
    await work(run);
    times.push(performance.now() - before);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), perSecond: runs / seconds };
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
