import type { Ctx } from '#lib/access/context.ts';
import type { ExportProgress } from '#lib/exports/export-contract.ts';
import { keepFinished } from '#lib/exports/finished-exports.ts';
import type { StartedExport } from '#lib/exports/start-export.ts';

const EVERY_MS = 250;

type Start = (signal: AbortSignal) => Promise<StartedExport>;

/**
 * Starts an export and gives how far it is, one JSON a line, until it is done and kept for its download. Whoever stops
 * reading cancels it. Rejects if it can't begin.
 */
export async function progressLines(ctx: Ctx, start: Start, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const leaving = new AbortController();
  const started = await start(AbortSignal.any([signal, leaving.signal]));
  const encoder = new TextEncoder();
  let toldAt = 0;

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const tell = (progress: ExportProgress) => controller.enqueue(encoder.encode(`${JSON.stringify(progress)}\n`));
      while (started.standing().state === 'writing' && Date.now() - toldAt < EVERY_MS) await started.changed();
      toldAt = Date.now();
      const { state, rows, total, bytes } = started.standing();
      if (state === 'writing') {
        tell({ state, rows, total: total ?? 0, bytes });
        return;
      }
      if (state === 'done') {
        keepFinished(ctx, started);
        tell({ state, rows, total: total ?? rows, bytes, id: started.id, fileName: started.fileName });
      } else {
        tell({ state: 'failed', message: 'The export could not be finished. Try again.' });
      }
      controller.close();
    },
    cancel: () => leaving.abort(),
  });
}
