import { setTimeout as delay } from 'node:timers/promises';
import { runImportProcess } from '#lib/imports/run-import-process.ts';
import type { JobRun } from './registry.ts';
import { listWaitingImports } from './waiting-imports.ts';

/** So many imports at once in this worker, each of another tenant. */
const AT_ONCE = 2;
const LOOK_MS = 1_000;

/**
 * Has every import that waits worked on, one of a tenant at a time, until none is left: those just begun, and those whose
 * worker died. An import whose process failed is left alone until its claim has fallen silent.
 */
export async function importWork({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const running = new Map<string, Promise<void>>();
  const failed = new Set<string>();
  const take = async (tenantId: string, id: string) => {
    const isOver = await runImportProcess(tenantId, id, signal);
    running.delete(tenantId);
    if (isOver) return;
    failed.add(id);
    log.error({ import: id }, 'the process of an import failed');
  };
  while (!signal.aborted) {
    const waiting = await listWaitingImports();
    const free = waiting.filter(({ tenantId, id }) => !running.has(tenantId) && !failed.has(id));
    for (const { tenantId, id } of free.slice(0, AT_ONCE - running.size)) running.set(tenantId, take(tenantId, id));
    if (running.size === 0) return;
    // Whoever begins one meanwhile waits for the clock at the most.
    await Promise.race([...running.values(), delay(LOOK_MS)]);
  }
  await Promise.all(running.values());
}
