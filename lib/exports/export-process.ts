// The process that writes one export: it may be told to get ready, is told the job, says how far it is, and ends. Apart
// from the web server, which answers meanwhile, and gone with it.
import { rm } from 'node:fs/promises';
import type { ExportJob, ExportOrder, ExportReport } from './export-job.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';
import { warmUp } from './warm-up.ts';
import { writeExport } from './write-export.ts';

const REPORT_EVERY_MS = 150;

let snapshot: Snapshot | null = null;
let file: string | null = null;
let isCancelled = false;

function say(report: ExportReport): Promise<void> {
  return new Promise((resolve) => process.send?.(report, () => resolve()));
}

async function run(databaseUrl: string, job: ExportJob): Promise<void> {
  file = job.file;
  snapshot = await openSnapshot(databaseUrl, job.tenantId);
  let saidAt = 0;
  let bytes = 0;
  const rows = await writeExport(job, snapshot, {
    onCounted: (counted) => say({ type: 'counted', ...counted }),
    onRows(rows, bytesWritten) {
      bytes = bytesWritten;
      if (Date.now() - saidAt < REPORT_EVERY_MS) return;
      saidAt = Date.now();
      void say({ type: 'progress', rows, bytes });
    },
  });
  await snapshot.close();
  await say({ type: 'done', rows, bytes });
}

/** Leaves nothing behind: neither the query nor the file. */
async function giveUp(): Promise<void> {
  await snapshot?.cancel().catch(() => undefined);
  if (file !== null) await rm(file, { force: true }).catch(() => undefined);
}

const warming = new AbortController();

process.on('message', (order: ExportOrder) => {
  if (order.type === 'prepare') {
    // Who is not warm is slower, and that is all.
    warmUp(order.databaseUrl, warming.signal).catch(() => undefined);
    return;
  }
  warming.abort();
  run(order.databaseUrl, order.job).then(
    () => process.exit(0),
    async (error: unknown) => {
      if (isCancelled) return;
      await giveUp();
      await say({ type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      process.exit(1);
    },
  );
});

// Whoever started it cancels it, or is gone, or the whole product stops.
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) {
  process.once(event, () => {
    isCancelled = true;
    void giveUp().finally(() => process.exit(2));
  });
}
