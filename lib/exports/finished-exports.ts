import { rm } from 'node:fs/promises';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { SPOOL_KEPT_MS } from './spool.ts';
import type { StartedExport } from './start-export.ts';

type Finished = {
  tenantId: string;
  actorId: string | null;
  file: string;
  fileName: string;
  bytes: number;
  checkpoint: string | null;
};

// Routes are bundled apart; what they share is the process.
const kept = globalThis as { tieoutFinishedExports?: Map<string, Finished> };

function finishedExports(): Map<string, Finished> {
  kept.tieoutFinishedExports ??= new Map();
  return kept.tieoutFinishedExports;
}

/** Keeps a finished export's file a while for whoever made it. */
export function keepFinished(ctx: Ctx, { id, file, fileName, standing, checkpoint }: StartedExport): void {
  const exports = finishedExports();
  const { bytes } = standing();
  exports.set(id, { tenantId: ctx.tenantId, actorId: ctx.actor.id, file, fileName, bytes, checkpoint });
  const timer = setTimeout(() => {
    exports.delete(id);
    void rm(file, { force: true });
  }, SPOOL_KEPT_MS);
  timer.unref();
}

/** Gives a finished export's file to whoever made it; null if it is another one's, too old, or of another server. */
export function findFinished(ctx: Ctx, id: string): Omit<Finished, 'tenantId' | 'actorId'> | null {
  requirePermission(ctx, 'export:create');
  const found = finishedExports().get(id);
  return found?.tenantId === ctx.tenantId && found.actorId === ctx.actor.id ? found : null;
}
