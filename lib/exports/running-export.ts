import { rm, stat } from 'node:fs/promises';
import { databaseUrl } from '#lib/env.ts';
import type { ExportJob, ExportOrder, ExportReport } from './export-job.ts';
import { takeExportProcess } from './export-processes.ts';

const GIVE_UP_MS = 5_000;

/** How far it is; `total` is null until the records are counted. */
export type Standing = { rows: number; total: number | null; bytes: number; state: 'writing' | 'done' | 'failed' };

/** One export that a process of its own writes into a file. */
export type RunningExport = {
  file: string;
  /** Of the process that writes it; undefined if none could be started. */
  processId: number | undefined;
  standing: () => Standing;
  /** Resolves at the next news. */
  changed: () => Promise<void>;
  /** Resolves with the number of records when they are counted, before any row is read. */
  counted: Promise<number>;
  /** Resolves when the file is whole. Rejects if it failed or was cancelled. */
  finished: Promise<Standing>;
  /** Ends the query and the process and removes the file. Resolves when all that is done. */
  cancel: () => Promise<void>;
};

/** Has a process of its own write the export. */
export function runExport(job: ExportJob): RunningExport {
  const child = takeExportProcess();
  let standing: Standing = { rows: 0, total: null, bytes: 0, state: 'writing' };
  let news = Promise.withResolvers<void>();
  let isCancelled = false;
  let hasSaidDone = false;
  const counted = Promise.withResolvers<number>();
  const finished = Promise.withResolvers<Standing>();
  const ended = Promise.withResolvers<void>();
  for (const { promise } of [counted, finished]) promise.catch(() => undefined);

  const tell = (change: Partial<Standing>) => {
    standing = { ...standing, ...change };
    const told = news;
    news = Promise.withResolvers();
    told.resolve();
  };
  const fail = (message: string) => {
    if (standing.state !== 'writing') return;
    const error = new Error(isCancelled ? 'The export was cancelled.' : message);
    tell({ state: 'failed' });
    counted.reject(error);
    finished.reject(error);
    // A process that was killed has not removed what it wrote.
    void ended.promise.then(() => rm(job.file, { force: true }));
  };

  child.on('message', (report: ExportReport) => {
    switch (report.type) {
      case 'counted':
        tell({ total: report.total });
        counted.resolve(report.records);
        break;
      case 'progress':
        tell({ rows: report.rows, bytes: report.bytes });
        break;
      case 'done':
        hasSaidDone = true;
        void stat(job.file).then(
          ({ size }) => {
            tell({ rows: report.rows, bytes: size, state: 'done' });
            finished.resolve(standing);
          },
          (error: Error) => fail(error.message),
        );
        break;
      case 'failed':
        fail(report.message);
        break;
      default:
        report satisfies never;
    }
  });
  child.once('error', (error) => {
    fail(error.message);
    ended.resolve();
  });
  child.once('exit', (code, signal) => {
    // Of one that ended well the last words may still be on their way.
    if (code !== 0) fail(`The exporting process ended with ${signal ?? code}.`);
    ended.resolve();
  });
  child.once('disconnect', () => {
    if (!hasSaidDone) fail('The exporting process ended without a word.');
  });
  child.send({ type: 'write', databaseUrl: databaseUrl(), job } satisfies ExportOrder);

  return {
    file: job.file,
    processId: child.pid,
    standing: () => standing,
    changed: () => news.promise,
    counted: counted.promise,
    finished: finished.promise,
    async cancel() {
      isCancelled = true;
      if (child.connected) child.disconnect();
      const force = setTimeout(() => child.kill('SIGKILL'), GIVE_UP_MS);
      await ended.promise;
      clearTimeout(force);
      fail('The export was cancelled.');
      await rm(job.file, { force: true });
    },
  };
}
